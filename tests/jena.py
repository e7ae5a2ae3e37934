"""Apache Jena as Debian has it: riot, and TDB2 through its command classes. A JVM takes seconds to start: ask for much at once.

Debian's jars lack two things that Jena looks for, both found in another place: jena-core has the messages of its copy of Xerces under the
name that the copy had upstream, and the JSON parser that JSON-LD 1.1 is read with is there by its old name only, javax.json.
"""

from __future__ import annotations

import json
import struct
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZipFile

JARS = Path("/usr/share/java")
# log4j-over-slf4j would send Jena's own set-up of its log in circles; slf4j-simple says on stderr what riot warns of.
NAMES = (
    *("commons-cli", "commons-codec", "commons-compress", "commons-csv", "commons-io", "commons-lang3", "dexx.collection", "gson", "guava"),
    *("httpclient", "httpcore", "jackson-annotations", "jackson-core", "jackson-databind", "jakarta.json-api", "jcl-over-slf4j"),
    *("jsonld-java", "protobuf", "slf4j-api", "slf4j-simple", "thrift", "titanium-json-ld"),
    *("jena-arq", "jena-base", "jena-cmds", "jena-core", "jena-iri", "jena-rdfconnection", "jena-shacl", "jena-shex", "jena-tdb"),
    *("jena-dboe-base", "jena-dboe-index", "jena-dboe-storage", "jena-dboe-trans-data", "jena-dboe-transaction", "jena-tdb2"),
)
JAVA = ("java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-Dfile.encoding=UTF-8")
UPSTREAM = "org/apache/jena/ext/"
# Bytes of a constant of a class file by its tag; one of tag 1 is text, with its length before it, and 5 and 6 count as two.
SIZES = {**dict.fromkeys((7, 8, 16, 19, 20), 3), 15: 4, **dict.fromkeys((3, 4, 9, 10, 11, 12, 17, 18), 5), 5: 9, 6: 9}


@dataclass(frozen=True, slots=True)
class Jena:
    """classpath: Debian's jars and what they lack; folder: where stores go."""

    classpath: str
    folder: Path

    def validate(self, *files: Path) -> str:
        """What riot --validate has to say against files; nothing if they are well-formed and free of warnings."""
        command = [*JAVA, "-cp", self.classpath, "riotcmd.riot", "--validate", *map(str, files)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return done.stdout + done.stderr + (f"exit code {done.returncode}" if done.returncode else "")

    def ask(self, asked: Mapping[Path, Sequence[str]]) -> dict[Path, list[Any]]:
        """Loads each file into a TDB2 store of its own and asks it: of SELECT and ASK the results' JSON, of CONSTRUCT N-Triples."""
        source = Path(__file__).with_name("Tdb2.java")
        command = [*JAVA, "-cp", self.classpath, str(source), str(self.folder)]
        asking = json.dumps({str(file): list(queries) for file, queries in asked.items()})
        done = subprocess.run(command, input=asking, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(done.stderr)
        return {Path(file): answers for file, answers in json.loads(done.stdout).items()}


def jena(folder: Path) -> Jena:
    """Jena with what its jars lack, which is put into the folder."""
    mended, stores = folder / "classes", folder / "stores"
    stores.mkdir()
    with ZipFile(JARS / "jena-core.jar") as jar:
        for name in jar.namelist():
            if name.startswith(UPSTREAM) and name.endswith(".properties"):
                _put(mended / name.removeprefix(UPSTREAM), jar.read(name))
    with ZipFile(JARS / "javax.json.jar") as jar:
        for name in jar.namelist():
            if name.startswith("org/") and not name.endswith("/"):
                _put(mended / name, _renamed(jar.read(name)) if name.endswith(".class") else jar.read(name))
    _put(mended / "META-INF/services/jakarta.json.spi.JsonProvider", b"org.glassfish.json.JsonProviderImpl\n")
    return Jena(":".join([str(mended), *(str(JARS / f"{name}.jar") for name in NAMES)]), stores)


def _put(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


def _renamed(code: bytes) -> bytes:
    """A class file with jakarta.json wherever its constants say javax.json."""
    (count,) = struct.unpack_from(">H", code, 8)
    parts, at, index = [code[:10]], 10, 1
    while index < count:
        tag = code[at]
        if tag == 1:
            end = at + 3 + int.from_bytes(code[at + 1 : at + 3])
            text = code[at + 3 : end].replace(b"javax/json", b"jakarta/json").replace(b"javax.json", b"jakarta.json")
            parts.append(b"\x01" + struct.pack(">H", len(text)) + text)
        else:
            end = at + SIZES[tag]
            parts.append(code[at:end])
        at = end
        index += 2 if tag in (5, 6) else 1
    return b"".join([*parts, code[at:]])
