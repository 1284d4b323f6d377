# SPDX-License-Identifier: GPL-3.0-or-later
"""The process that signs and reads: one task as JSON on standard input, its answer as JSON on standard output."""

import io
import json
import sys
from pathlib import Path
from typing import Any


def main(arguments: list[str] | None = None) -> int:
    """Do the task and answer; what goes wrong is an answer, too."""
    task = json.load(sys.stdin)
    try:
        answer = {"sign": _sign, "read": _read}[task["do"]](task)
    except Exception as error:
        answer = {"error": f"{type(error).__name__}: {error}"[:500]}
    json.dump(answer, sys.stdout)
    sys.stdout.flush()
    return 0


def _sign(task: dict[str, Any]) -> dict[str, Any]:
    """Write a signed copy of a file, or the signature of one that cannot hold it."""
    import c2pa

    about = c2pa.C2paSignerInfo(
        alg=b"es256", sign_cert=task["certificates"].encode(), private_key=task["key"].encode(), ta_url=None
    )
    builder: Any = c2pa.Builder(json.dumps(task["manifest"]))
    with c2pa.Signer.from_info(about) as signer, Path(task["source"]).open("rb") as source:
        if task["is_embedded"]:
            with Path(task["target"]).open("w+b") as target:
                builder.sign(signer, task["mime"], source, target)
        else:
            builder.set_no_embed()
            Path(task["target"]).write_bytes(builder.sign(signer, task["mime"], source, io.BytesIO()))
    return {}


def _read(task: dict[str, Any]) -> dict[str, Any]:
    """What a file's credentials say, and whether they hold."""
    import c2pa

    trust = {"trust": {"user_anchors": task["anchors"]}, "verify": {"verify_trust": True}}
    context = c2pa.Context(c2pa.Settings.from_dict(trust)) if task["anchors"] else None
    detached = Path(task["sidecar"]).read_bytes() if task["sidecar"] else None
    try:
        with Path(task["source"]).open("rb") as source:
            reader: Any = c2pa.Reader(task["mime"], source, manifest_data=detached, context=context)
            return {"state": str(reader.get_validation_state()), "report": json.loads(reader.json())}
    except c2pa.C2paError.ManifestNotFound:
        return {"state": "", "report": {}}


if __name__ == "__main__":
    raise SystemExit(main())
