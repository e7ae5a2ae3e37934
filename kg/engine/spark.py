"""Stages over the machines of a Spark cluster. The only home of pyspark.

Distributed is all that grows with the articles: reading them; every stage (`mapInArrow`, in Python workers that get ontology/ by
broadcast, as the bytes of its files, and load it once); bringing rows together by key (a shuffle, sorted so that a worker reads one
group after another and need not hold it); connected components (joins); counts; what is written. On the driver are the plan, the
ontology, sums, the paths of text files, faults, and what is asked for by `collect`.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import lru_cache, partial
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import Any

from py4j.protocol import Py4JError
from pyspark import Broadcast, SparkFiles, StorageLevel
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from kg.engine.failures import first_line, marked, told
from kg.engine.rows import Row, Stage, chunks
from kg.errors import InputError, KgError
from kg.knowledge import Knowledge, load

SCHEMA = "kind string, key string, place string, value binary"
ARTICLES_A_TASK = 100  # minutes of reading, tens of megabytes of RDF
MOST_TASKS = 100_000
TRIES = 4  # of a task, as on a cluster
BATCH = 500  # rows that go to a worker, and come from it, at a time


@dataclass(frozen=True, slots=True)
class Ontology:
    """The files of ontology/ as broadcast, where they stand on the driver, and their hash."""

    hash: str
    root: str
    files: Broadcast[dict[str, bytes]] = field(compare=False)


class Rows:
    """Rows wherever they are; nothing is computed before it is asked for."""

    def __init__(self, frame: DataFrame, ontology: Ontology) -> None:
        self.frame = frame
        self.ontology = ontology

    def _with(self, frame: DataFrame) -> Rows:
        return Rows(frame, self.ontology)

    def of(self, *kinds: str) -> Rows:
        """Those of some kinds."""
        return self._with(self.frame.where(F.col("kind").isin(*kinds)))

    def __add__(self, other: Rows) -> Rows:
        return self._with(self.frame.unionByName(other.frame))

    def map(self, stage: Stage) -> Rows:
        """What a stage makes of the rows where they are."""
        return self._with(self.frame.mapInArrow(partial(_run, stage=stage, ontology=self.ontology), SCHEMA))

    def group(self, stage: Stage) -> Rows:
        """What a stage makes of the rows brought together by key."""
        return self._with(self.frame.repartition("key").sortWithinPartitions("key", "place")).map(stage)

    def keep(self) -> Rows:
        """The same, computed once although several stages read them."""
        return self._with(self.frame.persist(StorageLevel.DISK_ONLY))

    def distinct(self) -> Rows:
        """Each row once."""
        return self._with(self.frame.distinct())

    def count(self) -> int:
        """How many they are."""
        return self.frame.count()

    def names(self) -> list[str]:
        """The keys, on the driver."""
        return sorted(key for (key,) in self.frame.select("key").collect())

    def repeated(self) -> str:
        """A key that several rows have, "" if there is none."""
        found = self.frame.groupBy("key").count().where("count > 1").select("key").limit(1).collect()
        return str(found[0][0]) if found else ""

    def total(self) -> int:
        """The sum of the places, which are digits."""
        return int(self.frame.agg(F.sum(F.col("place").cast("long"))).collect()[0][0] or 0)

    def collect(self, most: int) -> list[Row]:
        """The rows themselves, on the driver; no more than `most`."""
        return [Row(kind, key, place, bytes(value)) for kind, key, place, value in self.frame.limit(most).collect()]

    def sums(self) -> dict[tuple[str, str], int]:
        """The sums of the values, which are digits, by key and place: few of them."""
        number = F.col("value").cast("string").cast("long")
        return {(key, place): total for key, place, total in self.frame.groupBy("key", "place").agg(F.sum(number)).collect()}

    def components(self) -> DataFrame:
        """Of links (rows whose key and place are linked) every end with the least of all that hang together with it: its label."""
        ends = self.frame.select(F.col("key").alias("a"), F.col("place").alias("b"))
        links = ends.union(ends.select("b", "a")).distinct().persist(StorageLevel.DISK_ONLY)
        labels = links.groupBy("a").agg(F.least("a", F.min("b")).alias("label")).withColumnRenamed("a", "key").localCheckpoint()
        while True:
            theirs = labels.select(F.col("key").alias("b"), F.col("label").alias("theirs"))
            least = links.join(theirs, "b").groupBy(F.col("a").alias("key")).agg(F.min("theirs").alias("theirs"))
            near = labels.join(least, "key").select("key", F.col("label").alias("before"), F.least("label", "theirs").alias("near"))
            # A label is a node and has a label: by going there at once a chain takes as many rounds as its length has digits, not links.
            far = near.select(F.col("key").alias("near"), F.col("near").alias("label"))
            found = near.join(far, "near").select("key", "before", "label").localCheckpoint()
            labels = found.select("key", "label")
            if found.where("label != before").isEmpty():
                return labels

    def linked(self, links: Rows) -> Rows:
        """The rows with new keys: of all that links (rows whose key and place are linked) make hang together with a key, the least."""
        found = self.frame.join(links.components(), "key", "left")
        return self._with(found.select("kind", F.coalesce("label", "key").alias("key"), "place", "value"))


class Cluster:
    """A running Spark, and the ontology on it."""

    def __init__(self, session: SparkSession, knowledge: Knowledge) -> None:
        self.session = session
        files = sorted(path for path in knowledge.root.rglob("*") if path.is_file())
        contents = {path.relative_to(knowledge.root).as_posix(): path.read_bytes() for path in files}
        self.ontology = Ontology(knowledge.hash, str(knowledge.root), session.sparkContext.broadcast(contents))

    def expect(self, articles: int) -> None:
        """Cuts what is to come into as many tasks as so many articles are worth: Spark goes by bytes, and a small text is much work."""
        tasks = min(MOST_TASKS, max(self.session.sparkContext.defaultParallelism, articles // ARTICLES_A_TASK))
        self.session.conf.set("spark.sql.shuffle.partitions", tasks)
        self.session.conf.set("spark.sql.adaptive.coalescePartitions.enabled", "false")

    def rows(self, rows: Sequence[Row]) -> Rows:
        """Rows of the driver's."""
        return Rows(self.session.createDataFrame([tuple(row) for row in rows], SCHEMA), self.ontology)

    def listed(self, path: str, suffixes: Sequence[str]) -> dict[str, int] | None:
        """The files at a path or pattern, with their sizes: one whatever it is called, or those below a folder with some endings that are
        not hidden; those that Spark passes over for the first character of a name have -1. None for a path that leads nowhere."""
        place = self._path(path)
        system = place.getFileSystem(self._settings())
        roots = [system.getFileStatus(place)] if system.exists(place) else [*(system.globStatus(place) or ())]
        found: dict[str, int] = {}
        for root in roots:
            below = system.listFiles(root.getPath(), True)
            while below.hasNext():
                status = below.next()
                name = status.getPath().toString()
                parts = PurePosixPath(name).parts[len(PurePosixPath(root.getPath().toString()).parts) - root.isFile() :]
                if root.isFile() or (name.lower().endswith(tuple(suffixes)) and not any(part.startswith(".") for part in parts)):
                    found[name] = -1 if any(part.startswith(("_", ".")) for part in parts) else status.getLen()
        return found if roots else None

    def files(self, path: str, suffixes: Sequence[str], beside: str) -> Rows:
        """A file whatever it is called, or the files below a folder that have some endings; with what stands beside them, called like them
        but for the ending. Kind "file", the path, twice, the bytes."""
        place = self._path(path)
        system = place.getFileSystem(self._settings())
        single = system.exists(place) and system.getFileStatus(place).isFile()
        sidecar = path[: len(path) - len(PurePosixPath(path).suffix)] + beside
        paths = [path, *([sidecar] if system.exists(self._path(sidecar)) else [])] if single else [path]
        found = self.session.read.format("binaryFile").option("recursiveFileLookup", "true").load(paths)
        if not single:
            found = found.where(F.lower("path").rlike("(" + "|".join(map(re.escape, (*suffixes, beside))) + ")$"))
        columns = {"kind": F.lit("file"), "key": F.col("path"), "place": F.col("path"), "value": F.col("content")}
        return Rows(found.select(*(column.alias(name) for name, column in columns.items())), self.ontology)

    def table(self, path: str, columns: Sequence[str]) -> Rows:
        """The lines of a table, Parquet or JSON lines: kind "line", the first column, the file, some columns as JSON."""
        if path.rstrip("/").endswith(".parquet"):
            frame = self.session.read.parquet(path)
        else:
            schema = ", ".join(f"`{name}` string" for name in (*columns, "broken"))
            frame = self.session.read.schema(schema).option("columnNameOfCorruptRecord", "broken").json(path)
        types = dict(frame.dtypes)
        if missing := [name for name in (columns[0], columns[-1]) if name not in types]:
            remedy = f"a table has the columns {', '.join(columns)}"
            raise InputError(f"no column '{missing[0]}'", place=path, remedy=remedy)
        kept = [name for name in (*columns, "broken") if name in types]
        said = [
            F.col(name).cast("date" if types[name].startswith("timestamp") else types[name]).cast("string").alias(name) for name in kept
        ]
        line = F.to_json(F.struct(*said)).cast("binary").alias("value")
        key, place = F.coalesce(F.col(columns[0]).cast("string"), F.lit("")).alias("key"), F.col("_metadata.file_path").alias("place")
        return Rows(frame.select(F.lit("line").alias("kind"), key, place, line), self.ontology)

    def write_lines(self, rows: Rows, path: str) -> None:
        """The values of rows, each with a line break behind it, in parts of a folder; their names end like that of the folder."""
        folder, suffix = path, PurePosixPath(path).suffix
        rows.frame.select(F.col("value").cast("string")).write.mode("overwrite").text(folder)
        place = self._path(folder)
        system = place.getFileSystem(self._settings())
        parts = sorted(status.getPath().getName() for status in system.listStatus(place))
        for number, name in enumerate(name for name in parts if name.startswith("part-")):
            system.rename(self._path(f"{folder}/{name}"), self._path(f"{folder}/part-{number:05}{suffix}"))

    def write_parquet(self, rows: Rows, folder: str, schema: str, order: Sequence[str]) -> None:
        """Rows whose values are JSON as Parquet, in parts of a folder, each ordered by some columns."""
        frame = rows.frame.select(F.from_json(F.col("value").cast("string"), schema).alias("row")).select("row.*")
        frame.sortWithinPartitions(*order).write.mode("overwrite").parquet(folder)

    def write_file(self, content: str, path: str) -> None:
        """A small file."""
        place = self._path(path)
        stream = place.getFileSystem(self._settings()).create(place, True)
        stream.write(bytearray(content.encode()))
        stream.close()

    def _path(self, path: str) -> Any:
        return self.session._jvm.org.apache.hadoop.fs.Path(path)  # type: ignore[union-attr]

    def _settings(self) -> Any:
        return self.session._jsc.hadoopConfiguration()


@contextmanager
def cluster(master: str, knowledge: Knowledge) -> Iterator[Cluster]:
    """A Spark to work with, stopped at the end unless it ran before. Raises KgError for what goes wrong in it."""
    running = SparkSession.getActiveSession()
    try:
        session = running or start(master)
    except PySparkException as error:
        remedy = "install Java 17 (apt-get install openjdk-17-jre-headless) or set JAVA_HOME, and check --master"
        raise KgError(f"Spark does not start: {first_line(error)}", place=master, remedy=remedy) from error
    try:
        yield Cluster(session, knowledge)
    except (PySparkException, Py4JError) as error:
        raise told(error) from error
    finally:
        session.catalog.clearCache()
        if not running:
            session.stop()


def start(master: str) -> SparkSession:
    """A new session; what spark-defaults.conf says goes for it too."""
    again = re.sub(r"^local\[([0-9]+|\*)\]$", rf"local[\1,{TRIES}]", master)  # a lost worker ends the run otherwise, unlike on a cluster
    builder = SparkSession.builder.appName("kg build").master(again)
    settings: dict[str, bool | float | int | str | None] = {
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.execution.arrow.maxRecordsPerBatch": str(BATCH),
    }
    session = builder.config(map=settings).getOrCreate()
    session.sparkContext.setLogLevel("OFF")  # what goes wrong is raised; Spark would print it too, over pages
    return session


def _run(batches: Iterator[Any], *, stage: Stage, ontology: Ontology) -> Iterator[Any]:
    """A stage on record batches of Arrow, in a worker. The class of the batches makes the new ones, so pyarrow is not needed by name."""
    first = next(batches, None)
    if first is None:
        return
    folder = _unfolded(ontology)
    try:
        knowledge = load(folder)
        for chunk in chunks(stage(chain.from_iterable(map(_rows, chain((first,), batches))), knowledge), BATCH):
            yield first.from_pydict(dict(zip(Row._fields, map(list, zip(*chunk, strict=True)), strict=True)))
    except KgError as error:
        place = error.place.replace(str(folder), ontology.root)  # the reader's own folder, not the worker's
        raise RuntimeError(marked(type(error)(error.problem, place, error.remedy))) from None


def _rows(batch: Any) -> Iterator[Row]:
    return (Row(*values) for values in zip(*(column.to_pylist() for column in batch.columns), strict=True))


@lru_cache(maxsize=1)
def _unfolded(ontology: Ontology) -> Path:
    """The broadcast ontology as a folder in the worker's own of this application, which Spark removes."""
    root = Path(SparkFiles.getRootDirectory())
    folder = root / f"ontology-{ontology.hash}"
    if not folder.is_dir():
        part = Path(tempfile.mkdtemp(dir=root))
        for name, content in ontology.files.value.items():
            (part / name).parent.mkdir(parents=True, exist_ok=True)
            (part / name).write_bytes(content)
        with suppress(OSError):  # another worker was faster
            part.rename(folder)
    return folder
