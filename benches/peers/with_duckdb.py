"""DuckDB with its excel extension: with_duckdb.py ROWS FILE. COPY writes one sheet, so three more files hold the aggregates."""

import sys
from importlib.util import find_spec
from pathlib import Path

import duckdb

from rows import CITIES, COUNTRIES, FIRST_DAY, KINDS, STATES, WORDS

rows, file = int(sys.argv[1]), sys.argv[2]
database = duckdb.connect(config={"allow_unsigned_extensions": "true"})
database.execute("SET threads = 1")
packaged = Path(find_spec("duckdb_extension_excel").origin).parent
extension = next(packaged.glob("extensions/*/excel.duckdb_extension"))
database.execute(f"LOAD '{extension}'")


def pick(salt, below):
    return f"((((row * 2654435761 + {salt * 374761393}) % 4294967296) // 65536) % {below})"


def one(of, salt):
    return f"({of!r})[{pick(salt, len(of))} + 1]"


def word(salt):
    return one(WORDS, salt)


database.execute(f"""
    CREATE TABLE raw AS SELECT
        'Ambassador ' || {pick(1, 2000)} AS ambassador,
        {one(COUNTRIES, 2)} AS country,
        {one(KINDS, 3)} AS kind,
        {word(4)} || ' ' || {word(14)} || ' in ' || {one(CITIES, 8)} || ', no. ' || row AS title,
        {one(STATES, 5)} AS state,
        DATE '1970-01-01' + ({FIRST_DAY} + {pick(6, 92)})::INTEGER AS starts_on,
        DATE '1970-01-01' + ({FIRST_DAY} + {pick(6, 92)} + {pick(7, 2)})::INTEGER AS ends_on,
        {one(CITIES, 8)} AS city,
        CASE WHEN {pick(15, 10)} > 0 THEN {pick(9, 300)} END::INTEGER AS attendees,
        {pick(10, 5000)}::INTEGER AS views,
        {pick(11, 400)} / 4.0::DOUBLE AS hours,
        CASE {pick(12, 2)} WHEN 0 THEN 'yes' ELSE 'no' END AS "full",
        'We spoke about ' || {word(13)} || ' ' || {word(16)} || ' and ' || {word(17)} || ' with people of ' || {one(CITIES, 8)}
            || ', and a ' || {word(18)} || ' came of it.' AS story
    FROM range({rows}) AS numbers(row)
""")
for name, by in [("kind", "kind"), ("country", "country"), ("month", "month(starts_on)")]:
    measures = f"SELECT {by} AS {name}, count(*) AS activities, sum(attendees) AS attendees_sum, avg(hours) AS hours_mean FROM raw GROUP BY 1"
    database.execute(f"COPY ({measures}) TO '{file}.{name}.xlsx' WITH (FORMAT xlsx, HEADER true)")
database.execute(f"COPY raw TO '{file}' WITH (FORMAT xlsx, HEADER true, SHEET 'Activities')")
