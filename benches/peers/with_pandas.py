"""pandas with openpyxl or XlsxWriter: with_pandas.py ENGINE ROWS FILE"""

import sys

import numpy as np
import pandas as pd

from rows import CITIES, COUNTRIES, FIRST_DAY, KINDS, STATES, WORDS, pick

engine, rows, file = sys.argv[1], int(sys.argv[2]), sys.argv[3]
row = np.arange(rows, dtype=np.int64)


def one(of, salt):
    return np.array(of, dtype=object)[pick(row, salt, len(of))]


def word(salt):
    return one(WORDS, salt)


def text(numbers):
    return numbers.astype(str).astype(object)


city = one(CITIES, 8)
starts_on = FIRST_DAY + pick(row, 6, 92)
day = lambda days: pd.to_datetime(days, unit="D")
raw = pd.DataFrame(
    {
        "ambassador": "Ambassador " + text(pick(row, 1, 2000)),
        "country": one(COUNTRIES, 2),
        "kind": one(KINDS, 3),
        "title": word(4) + " " + word(14) + " in " + city + ", no. " + text(row),
        "state": one(STATES, 5),
        "starts_on": day(starts_on),
        "ends_on": day(starts_on + pick(row, 7, 2)),
        "city": city,
        "attendees": pd.array(np.where(pick(row, 15, 10) > 0, pick(row, 9, 300), -1), dtype="Int64"),
        "views": pick(row, 10, 5000),
        "hours": pick(row, 11, 400) / 4.0,
        "full": np.where(pick(row, 12, 2) == 0, "yes", "no").astype(object),
        "story": "We spoke about " + word(13) + " " + word(16) + " and " + word(17) + " with people of " + city + ", and a " + word(18) + " came of it.",
    }
)
raw.loc[raw["attendees"] < 0, "attendees"] = pd.NA


def measures(by):
    groups = raw.groupby(by, sort=False)
    return groups.agg(activities=("hours", "size"), attendees_sum=("attendees", "sum"), hours_mean=("hours", "mean")).reset_index()


few = {"By kind": measures("kind"), "By country": measures("country"), "By month": measures(raw["starts_on"].dt.month.rename("month"))}
with pd.ExcelWriter(file, engine=engine) as book:
    for name, frame in few.items():
        frame.to_excel(book, sheet_name=name, index=False)
    raw.to_excel(book, sheet_name="Activities", index=False)
