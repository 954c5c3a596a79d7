"""Python polars with XlsxWriter in constant memory: with_polars.py ROWS FILE"""

import sys

import polars as pl
import xlsxwriter

from rows import CITIES, COUNTRIES, FIRST_DAY, KINDS, STATES, WORDS, pick

rows, file = int(sys.argv[1]), sys.argv[2]
row = pl.int_range(rows, dtype=pl.Int64, eager=True)


def one(of, salt):
    return pl.Series(of).gather(pick(row, salt, len(of)))


def word(salt):
    return one(WORDS, salt)


def text(numbers):
    return numbers.cast(pl.String)


city = one(CITIES, 8)
starts_on = FIRST_DAY + pick(row, 6, 92)
day = lambda days: days.cast(pl.Int32).cast(pl.Date)
raw = pl.DataFrame(
    {
        "ambassador": "Ambassador " + text(pick(row, 1, 2000)),
        "country": one(COUNTRIES, 2),
        "kind": one(KINDS, 3),
        "title": word(4) + " " + word(14) + " in " + city + ", no. " + text(row),
        "state": one(STATES, 5),
        "starts_on": day(starts_on),
        "ends_on": day(starts_on + pick(row, 7, 2)),
        "city": city,
        "attendees": pick(row, 9, 300).set(pick(row, 15, 10) == 0, None),
        "views": pick(row, 10, 5000),
        "hours": pick(row, 11, 400) / 4.0,
        "full": pl.Series(["yes", "no"]).gather(pick(row, 12, 2)),
        "story": "We spoke about " + word(13) + " " + word(16) + " and " + word(17) + " with people of " + city + ", and a " + word(18) + " came of it.",
    }
)


def measures(by):
    return raw.lazy().group_by(by, maintain_order=True).agg(
        activities=pl.len(), attendees_sum=pl.col("attendees").sum(), hours_mean=pl.col("hours").mean()
    )


plans = [measures("kind"), measures("country"), measures(pl.col("starts_on").dt.month().alias("month"))]
with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
    day_format = book.add_format({"num_format": "d mmm yyyy"})
    # `write_excel` writes column by column, which a sheet in constant memory cannot take: it forgets each row it left.
    for name, frame in zip(["By kind", "By country", "By month", "Activities"], [*pl.collect_all(plans), raw]):
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, frame.columns)
        sheet.autofilter(0, 0, frame.height, frame.width - 1)
        text_columns = [dtype == pl.String for dtype in frame.dtypes]
        day_columns = [dtype == pl.Date for dtype in frame.dtypes]
        for number, values in enumerate(frame.iter_rows(), 1):
            for at, value in enumerate(values):
                if value is None:
                    continue
                if text_columns[at]:
                    sheet.write_string(number, at, value)
                elif day_columns[at]:
                    sheet.write_datetime(number, at, value, day_format)
                else:
                    sheet.write_number(number, at, value)
