# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes a torch for CUDA into one for the processor: ``python packaging/cpu_torch.py SITE_PACKAGES`` (Linux).

The package index has torch for Linux with CUDA only: 4.5 GB of libraries that a machine without an NVIDIA card never
calls, but that must be there for torch to load. Here each is replaced by a library of a few kilobytes that has the
names torch asks for: functions that answer “no device” (CUDA's error 100) or nothing, and zeros for data. So
``torch.cuda.is_available()`` is False and everything else is torch's own code. Needs gcc and binutils.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

REPLACED = re.compile(r"lib(torch_cuda|c10_cuda|cudart|cudnn|cufile|nccl|cupti)\.so[.\d]*")
DROPPED = ("libtorch_cuda_linalg.so", "libtorch_nvshmem.so", "libcaffe2_nvrtc.so")
_NO_DEVICE = 100
_BYTES_OF_DATA = 512
_REFERENCES = ("get_gil_checker", "getTuningContext", "getDeviceProperties", "getDefaultCUDAGenerator")
_SCRATCH = r"""
.section .bss
.balign 64
.Lscratch: .zero 4096
.section .rodata
.Lname: .asciz "4Gone"
.section .data.rel,"aw"
.balign 16
.Ltype: .quad _ZTVN10__cxxabiv117__class_type_infoE+16
.quad .Lname
.quad 0
.quad .Ltype
.Ltable: .quad .Lnothing, .Lnothing, .Lnothing, .Lnothing, .Lnothing, .Lnothing, .Lnothing, .Lnothing
.text
.Lnothing: xorl %eax, %eax
ret
"""
_FUNCTIONS_BY_COUNT = ("cudaGetDeviceCount",)


def main(site: Path) -> int:
    """Replace the libraries in place; 0 when torch needs no other."""
    torch = site / "torch" / "lib"
    users = [
        torch / name for name in ("libtorch_python.so", "libtorch.so", "libtorch_cpu.so", "libtorch_global_deps.so")
    ]
    users += sorted((site / "torchaudio" / "lib").glob("*.so"))
    kept = [*users, torch / "libc10.so", torch / "libshm.so", torch / "libgomp.so.1", *_system_libraries()]
    needed = {name for user in users for name in _needed(user) if REPLACED.fullmatch(name)}
    defined = {name for library in kept for name, _ in _symbols(library, "--defined-only")}
    wanted = {each for user in users for each in _symbols(user, "--undefined-only") if each[0] not in defined}
    data = _data_names(torch)
    by_library: dict[str, list[str]] = {name: [] for name in sorted(needed)}
    for name, version in sorted(wanted):
        if not name.startswith(("Py", "_Py", "__gmon", "_ITM", "__cxa_finalize")):
            by_library[version if version in needed else "libtorch_cuda.so"].append(name)
    for library, names in by_library.items():
        _build(torch / library, names, data)
        print(f"{library}: {len(names)} names")
    for name in DROPPED:
        (torch / name).unlink(missing_ok=True)
    _say_it_is_for_the_processor(site / "torch")
    return 0


def _say_it_is_for_the_processor(torch: Path) -> None:
    """Python's side asks these two whether CUDA was built in."""
    version, backend = torch / "version.py", torch / "backends" / "cuda" / "__init__.py"
    text = version.read_text(encoding="utf-8")
    version.write_text(re.sub(r"(?m)^cuda: .*$", "cuda: Optional[str] = None", text).replace("+cu130", "+cpu"))
    text = backend.read_text(encoding="utf-8")
    if "return torch._C._has_cuda" not in text and "return False  # CPU" not in text:
        raise SystemExit("torch.backends.cuda.is_built is not as it was: look at what it asks now.")
    backend.write_text(text.replace("return torch._C._has_cuda", "return False  # CPU"))


def _build(target: Path, names: list[str], data: set[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source, script = Path(folder) / "stub.s", Path(folder) / "versions.map"
        source.write_text(
            "\n".join(
                [
                    _SCRATCH * target.name.startswith("libtorch_cuda"),
                    *(line for name in dict.fromkeys(names) for line in _assembly(name, name in data)),
                ]
            )
            + "\n"
        )
        version = [] if ".so." not in target.name else [f"-Wl,--version-script={script}"]
        script.write_text(f"{target.name} {{ *; }};\n")
        target.unlink(missing_ok=True)
        link = ["gcc", "-shared", "-nostdlib", "-Wl,-z,noexecstack", f"-Wl,-soname,{target.name}", *version]
        subprocess.run([*link, "-o", str(target), str(source)], check=True)


def _assembly(name: str, is_data: bool) -> list[str]:
    if name.startswith("_ZTI"):  # pybind11 looks at the names of types
        return [f'.section .data.rel,"aw"\n.balign 16\n.globl "{name}"\n.type "{name}",@object\n.size "{name}",16',
                f'"{name}": .quad _ZTVN10__cxxabiv117__class_type_infoE+16\n.quad 7f',
                f'.section .rodata\n7: .asciz "{name.removeprefix("_ZTI")}"']  # fmt: skip
    if is_data:
        return [f'.section .bss\n.balign 16\n.globl "{name}"\n.type "{name}",@object\n.size "{name}",{_BYTES_OF_DATA}',
                f'"{name}": .zero {_BYTES_OF_DATA}']  # fmt: skip
    head = [f'.text\n.globl "{name}"\n.type "{name}",@function', f'"{name}":']
    if name in _FUNCTIONS_BY_COUNT:
        head.append("movl $0, (%rdi)")
    if any(each in name for each in _REFERENCES):
        return [*head, "leaq .Lscratch(%rip), %rax", "ret"]
    if "7OptionsC" in name:  # made once as a default argument, and copied: a class with a table of virtual functions
        return [*head, "leaq .Ltable(%rip), %rax", "movq %rax, (%rdi)", "ret"]
    answer = _NO_DEVICE if name.startswith("cuda") and name != "cudaGetLastError" else 0
    return [*head, f"movl ${answer}, %eax", "xorl %edx, %edx", "ret"]


def _symbols(library: Path, which: str) -> set[tuple[str, str]]:
    """Names with versions; what is weak may stay without a definition."""
    listed = subprocess.run(["nm", "-D", which, str(library)], capture_output=True, text=True, check=True).stdout
    rows = [line.split() for line in listed.splitlines() if line.split()]
    names = [row[-1] for row in rows if row[-2] not in ("w", "v")]
    return {(name.split("@")[0], name.rpartition("@")[2] if "@" in name else "") for name in names}


def _data_names(torch: Path) -> set[str]:
    """What is no function in the libraries that go: objects, tables of virtual functions, types."""
    found: set[str] = set()
    for library in ("libtorch_cuda.so", "libc10_cuda.so"):
        shown = subprocess.run(["nm", "-D", "--defined-only", str(torch / library)], capture_output=True, text=True)
        for line in shown.stdout.splitlines():
            _, kind, name = line.rsplit(maxsplit=2)
            if kind in "BDRVdbrvuGgSs":
                found.add(name.split("@")[0])
    return found


def _needed(library: Path) -> list[str]:
    listed = subprocess.run(["readelf", "-d", str(library)], capture_output=True, text=True, check=True).stdout
    return re.findall(r"\(NEEDED\).*\[(.+)\]", listed)


def _system_libraries() -> list[Path]:
    folders = [Path("/lib/x86_64-linux-gnu"), Path("/usr/lib/x86_64-linux-gnu"), Path("/lib64"), Path("/usr/lib64")]
    names = ("libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0", "librt.so.1", "libstdc++.so.6", "libgcc_s.so.1",
             "ld-linux-x86-64.so.2")  # fmt: skip
    return [found for name in names if (found := next((f / name for f in folders if (f / name).exists()), None))]


if __name__ == "__main__":
    raise SystemExit(
        main(Path(sys.argv[1])) if shutil.which("gcc") and len(sys.argv) == 2 else "see the head of the file"
    )
