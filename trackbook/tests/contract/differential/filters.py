"""Random filters and orderings, from the grammar of MLflow's search with all its corners."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from values import ODD_STRINGS, WORDS

NUMBER_OPERATORS = ["=", "!=", "<", "<=", ">", ">="]
TEXT_OPERATORS = ["=", "!=", "LIKE", "ILIKE", "like", "ilike"]
NUMBER_LITERALS = ["0", "1", "-1", "2.5", ".5", "1e3", "-1.5E-2", "0.0", "100", "10000000000000"]
PATTERNS = ["%", "a%", "%a", "_lpha", "%A%", "ALPHA", "b%", "%[%", "%*%", "\\%", "%é%", "%É"]
KEYS = ["rmse", "lr", "x", "a.b", "a b", "k-1", "é", "a/b", "n:1", "count", "order", "1a", "T"]


# What holds random ids, which no pattern should match.
IDS = ("run_id", "model_id", "artifact_uri", "source_path")


@dataclass(frozen=True)
class Searchable:
    """What one kind of entity can be searched by."""

    text: tuple[str, ...]
    number: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    attribute_prefixes: tuple[str, ...] = ("", "attribute.")
    tag_prefixes: tuple[str, ...] = ("tag.", "tags.")
    param_prefixes: tuple[str, ...] = ()
    metric_prefixes: tuple[str, ...] = ()
    datasets: bool = False
    orderable: tuple[str, ...] = ()
    # Whether keys in single or double quotes are understood.
    quoted_keys: bool = True
    # Whether a number may stand in quotes.
    quoted_numbers: bool = False
    # Whether params and tags can be compared with a list.
    listed_keys: bool = False


RUNS = Searchable(
    text=("status", "run_name", "user_id", "artifact_uri", "run_id", "Run name", "run name"),
    number=("start_time", "end_time", "created", "Created"),
    listed=("run_id",),
    attribute_prefixes=("", "attribute.", "attributes.", "attr.", "run."),
    param_prefixes=("param.", "params.", "parameter.", "parameters."),
    metric_prefixes=("metric.", "metrics."),
    datasets=True,
    orderable=("status", "run_name", "user_id", "start_time", "end_time", "Created"),
)
EXPERIMENTS = Searchable(
    text=("name",),
    number=("creation_time", "last_update_time"),
    listed=("experiment_id",),
    orderable=("name", "experiment_id", "creation_time", "last_update_time"),
)
MODELS = Searchable(
    text=("name",),
    listed=("name",),
    orderable=("name", "timestamp", "last_updated_timestamp"),
    attribute_prefixes=("",),
)
VERSIONS = Searchable(
    text=("name", "run_id", "source_path"),
    number=("version_number",),
    quoted_numbers=True,
    listed=("name", "run_id"),
    orderable=("name", "version_number", "creation_timestamp", "last_updated_timestamp"),
)
# Not by status, whose names MLflow takes for no status.
LOGGED_MODELS = Searchable(
    text=("name", "model_type", "source_run_id", "model_id"),
    number=("creation_timestamp", "last_updated_timestamp", "creation_time"),
    listed=("name", "model_type"),
    listed_keys=True,
    attribute_prefixes=("", "attributes."),
    tag_prefixes=("tags.",),
    param_prefixes=("params.",),
    metric_prefixes=("metrics.",),
    orderable=("name", "model_type", "creation_timestamp", "last_updated_timestamp"),
)


@dataclass(frozen=True)
class FilterMaker:
    random: Random
    searchable: Searchable
    # Ids and names that there are, to compare with.
    known: tuple[str, ...] = ()

    def filter(self) -> str:
        random = self.random
        if random.random() < 0.06:
            return self._malformed()
        count = random.choice([0, 1, 1, 1, 2, 2, 3])
        joined = self._comparison() if count else ""
        for _ in range(count - 1):
            joined += random.choice([" AND ", " and ", "  AND\n", " And "]) + self._comparison()
        return random.choice(["", "", "", " "]) + joined + random.choice(["", "", "", "  "])

    def orderings(self) -> list[str]:
        count = self.random.choice([0, 0, 1, 1, 2, 3])
        return [self._ordering() for _ in range(count)]

    def _comparison(self) -> str:
        random, searchable = self.random, self.searchable
        makers = [self._text_attribute, self._tag]
        if searchable.number:
            makers.append(self._number_attribute)
        if searchable.listed:
            makers.append(self._list)
        if searchable.param_prefixes:
            makers.append(self._param)
        if searchable.metric_prefixes:
            makers += [self._metric, self._metric]
        if searchable.datasets:
            makers.append(self._dataset)
        comparison = random.choice(makers)()
        return comparison if random.random() < 0.97 else self._spoiled(comparison)

    def _spoiled(self, comparison: str) -> str:
        """A comparison with one thing wrong about it."""
        random = self.random
        field, *rest = comparison.split(" ", 1)
        return random.choice(
            [
                f"nonsense.{field} = 'x'",
                f"attribute.nonsense {rest[0] if rest else ''}",
                f"{field} = unquoted",
                f"{field} = 12abc",
                f"{field} RLIKE 'x'",
                f"{field} == 'x'",
                f"{field} <> 'x'",
                f"{field} > 'x'",
                f"{field} = 5",
                f"{field} IN 'x'",
                f"{field} IN (1, 2)",
                f"{field} IN ()",
                f"{field} IS NULL",
                f"{field}",
                f"{field} =",
                f"'quoted' = {field}",
                f"{field} = `x`",
            ]
        )

    def _malformed(self) -> str:
        one, two = self._comparison(), self._comparison()
        return self.random.choice(
            [
                f"{one} OR {two}",
                f"({one})",
                f"NOT {one}",
                f"{one}; {two}",
                f"{one} {two}",
                f"{one} AND",
                f"AND {one}",
                f"{one} AND AND {two}",
                f"{one}, {two}",
                "=",
                "AND",
                "metrics.x",
                "metrics. > 1",
                ".x = 'y'",
                "'unclosed",
                "tags.x = 'unclosed",
                "1 = 1",
                "-- comment",
                f"{one} -- comment",
                "select * from runs",
                "tags.x = 'a' 'b'",
            ]
        )

    def _operator(self, operator: str) -> str:
        """With or without spaces around, where they may be left out."""
        if operator[0].isalpha():
            return f" {operator} "
        return self.random.choice([f" {operator} ", f" {operator} ", operator, f"  {operator}\t"])

    def _key(self) -> str:
        key = self.random.choice(KEYS)
        plain = key.isidentifier() and key.isascii()
        styles = ["`{}`", "`{}`", '"{}"'] if self.searchable.quoted_keys else ["`{}`"]
        if plain or key == "a.b":
            styles = ["{}", "{}", *styles]
        return self.random.choice(styles).format(key)

    def _quoted(self, text: str) -> str:
        quote = self.random.choice(["'", "'", '"'])
        if quote in text or "\\" in text:
            quote = "'" if quote == '"' else '"'
        return f"{quote}{text}{quote}" if quote not in text and "\\" not in text else "'x'"

    def _value(self) -> str:
        random = self.random
        if self.known and random.random() < 0.4:
            return self._quoted(random.choice(self.known))
        return self._quoted(random.choice(WORDS + WORDS + ODD_STRINGS[:24]))

    def _text_test(self) -> str:
        operator = self.random.choice(TEXT_OPERATORS)
        if operator.upper().endswith("LIKE") and self.random.random() < 0.7:
            return self._operator(operator) + self._quoted(self.random.choice(PATTERNS))
        return self._operator(operator) + self._value()

    def _number_test(self) -> str:
        random = self.random
        number = random.choice(NUMBER_LITERALS)
        if self.searchable.quoted_numbers and random.random() < 0.2:
            number = self._quoted(number)
        return self._operator(random.choice(NUMBER_OPERATORS)) + number

    def _key_test(self) -> str:
        if self.random.random() < 0.15:
            return self.random.choice([" IS NULL", " IS NOT NULL", " is null", " Is Not Null"])
        if self.searchable.listed_keys and self.random.random() < 0.15:
            return self._list_test()
        return self._text_test()

    def _attribute(self, names: tuple[str, ...]) -> str:
        name = self.random.choice(names)
        return self.random.choice(self.searchable.attribute_prefixes) + (
            f"`{name}`" if " " in name else name
        )

    def _text_attribute(self) -> str:
        name = self._attribute(self.searchable.text)
        if name.endswith(IDS):
            operator = self._operator(self.random.choice(["=", "!="]))
            return name + operator + self._value()
        if name.endswith("status"):
            statuses = ["FINISHED", "RUNNING", "FAILED", "READY", "PENDING", "finished"]
            operator = self._operator(self.random.choice(["=", "!="]))
            return name + operator + self._quoted(self.random.choice(statuses))
        return name + self._text_test()

    def _number_attribute(self) -> str:
        return self._attribute(self.searchable.number) + self._number_test()

    def _list(self) -> str:
        return self._attribute(self.searchable.listed) + self._list_test()

    def _list_test(self) -> str:
        random = self.random
        values = [self._value() for _ in range(random.choice([1, 1, 2, 3]))]
        if any("\n" in value for value in values):
            values = ["'x'"]
        operator = random.choice([" IN ", " NOT IN ", " in ", " not in "])
        return f"{operator}({', '.join(values)})"

    def _tag(self) -> str:
        return self.random.choice(self.searchable.tag_prefixes) + self._key() + self._key_test()

    def _param(self) -> str:
        return self.random.choice(self.searchable.param_prefixes) + self._key() + self._key_test()

    def _metric(self) -> str:
        return (
            self.random.choice(self.searchable.metric_prefixes) + self._key() + self._number_test()
        )

    def _dataset(self) -> str:
        name = self.random.choice(["name", "digest", "context"])
        field = self.random.choice(["dataset.", "datasets."]) + name
        return field + self._text_test()

    def _ordering(self) -> str:
        random, searchable = self.random, self.searchable
        if random.random() < 0.04:
            return random.choice(
                ["", " ", "nonsense", "metrics.x sideways", "a b c", "1", "name, name"]
            )
        fields = [self._attribute(searchable.orderable)]
        if searchable.metric_prefixes:
            fields += [random.choice(searchable.metric_prefixes) + self._key()] * 2
        if searchable.param_prefixes and searchable.datasets:
            fields.append(random.choice(searchable.param_prefixes) + self._key())
            fields.append(random.choice(searchable.tag_prefixes) + self._key())
        way = random.choice(["", "", " ASC", " DESC", " asc", " desc", "  DESC", " Desc"])
        return random.choice(fields) + way
