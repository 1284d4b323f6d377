# SPDX-License-Identifier: GPL-3.0-or-later
"""``batch -o s3://…``: results lie in a bucket, and the same command does nothing twice.

Runs where s3fs and moto are installed (`pip install s3fs "moto[s3,server]"`, in an environment without the
constraints of this project, which their botocore does not meet).
"""

import json
from pathlib import Path

import pytest

pytest.importorskip("s3fs")
server = pytest.importorskip("moto.server")


@pytest.fixture
def bucket(monkeypatch):
    """S3 of this process's own, on this machine."""
    from moto.moto_server.threaded_moto_server import ThreadedMotoServer

    own = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    own.start()
    host, port = own.get_host_and_port()
    for name, value in (
        ("AWS_ENDPOINT_URL", f"http://{host}:{port}"), ("AWS_ACCESS_KEY_ID", "x"), ("AWS_SECRET_ACCESS_KEY", "y"),
        ("AWS_DEFAULT_REGION", "us-east-1"),
    ):  # fmt: skip
        monkeypatch.setenv(name, value)
    yield "s3://songs/night"
    own.stop()


def test_results_lie_in_the_bucket_and_nothing_is_made_twice(run, bucket):
    import s3fs

    Path("jobs.csv").write_text(
        "command,prompt,duration,seed,name\ncompose,waltz,6,1,a\ncompose,march,6,2,b\ncompose,,6,3,c\n"
    )
    first = run("batch", "jobs.csv", "-o", bucket, "--workers", "1")
    assert first.code == 1 and "c: " in first.err and "2 made, 1 failed" in first.out
    files = s3fs.S3FileSystem(skip_instance_cache=True)
    before = {name: files.info(name)["LastModified"] for name in files.glob("songs/night/*.mid")}
    assert sorted(before) == ["songs/night/a.mid", "songs/night/b.mid"]
    assert len(json.loads(files.cat("songs/night/report.json"))) >= 1
    run("batch", "jobs.csv", "-o", bucket, "--workers", "1")
    files.invalidate_cache()
    assert {name: files.info(name)["LastModified"] for name in files.glob("songs/night/*.mid")} == before
