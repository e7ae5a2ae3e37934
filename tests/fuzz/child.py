"""The process that fuzzes a target until libFuzzer ends it: python child.py TARGET [option of libFuzzer …] FOLDER."""

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["kg"]):
    import targets


def main(target: str, *options: str) -> None:
    folder = Path(options[-1])
    folder.mkdir()
    for number, seed in enumerate(targets.seeds(target, Path(__file__).parent / "corpus")):
        (folder / f"{number:04}").write_bytes(seed)
    atheris.Setup([sys.argv[0], *options], getattr(targets, target))
    atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
