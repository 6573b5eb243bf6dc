import { type Day, dayNumber, daysInMonth } from "./day.ts";

/** How dates are written in a file: declared in study.yaml, never guessed. */
export type DateFormat = "ymd" | "dmy" | "mdy" | "excel" | "excel-1904";

/** How much of a date is known. */
export type DatePrecision = "day" | "month" | "quarter" | "year";

/** A date as read; a partial date stands for the middle of the time it could be in. */
export interface ParsedDate {
  readonly day: Day;
  /** The first and the last day it could be. */
  readonly earliest: Day;
  readonly latest: Day;
  readonly precision: DatePrecision;
}

/** Why a text is no date. */
export type DateFault = "not-a-date" | "no-such-day" | "two-digit-year" | "excel-serial-60";

const patterns: Readonly<Record<"ymd" | "dmy" | "mdy", RegExp>> = {
  ymd: /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/,
  dmy: /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/,
  mdy: /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/,
};
const twoDigits = /^\d{1,2}[-/.]\d{1,2}[-/.]\d{2}$/;

/**
 * A date in the declared format, or the reason it is none.
 *
 * `2001-03`, `03/2001`, `2001-Q2` and `2001` are partial dates: `day` is the middle day, and `earliest` and
 * `latest` are the ends. Two-digit years are refused; so is Excel's serial 60, a day that never was.
 *
 * @example
 * parseDate("14/03/2001", "dmy").day // => dayNumber(2001, 3, 14)
 * @example
 * parseDate("31/02/2001", "dmy") // => "no-such-day"
 * @example
 * parseDate("2001-03", "ymd").precision // => "month"
 * @example
 * parseDate("14/03/01", "dmy") // => "two-digit-year"
 */
export function parseDate(text: string, format: DateFormat): ParsedDate | DateFault {
  if (format === "excel" || format === "excel-1904") {
    if (/^\d{1,6}$/.test(text)) return excelDate(Number(text), format);
    return parseDate(text, "ymd");
  }
  const match = patterns[format].exec(text);
  if (match !== null) {
    const [a, b, c] = [Number(match[1]), Number(match[2]), Number(match[3])];
    const day =
      format === "ymd"
        ? dayNumber(a, b, c)
        : format === "dmy"
          ? dayNumber(c, b, a)
          : dayNumber(c, a, b);
    return day === null ? "no-such-day" : { day, earliest: day, latest: day, precision: "day" };
  }
  return partialDate(text) ?? (twoDigits.test(text) ? "two-digit-year" : "not-a-date");
}

function partialDate(text: string): ParsedDate | DateFault | null {
  const quarter = /^(\d{4})[- ]?Q([1-4])$/i.exec(text);
  if (quarter !== null) {
    const month = Number(quarter[2]) * 3 - 2;
    return span(Number(quarter[1]), month, month + 2, "quarter");
  }
  const month = /^(\d{4})[-/.](\d{1,2})$/.exec(text) ?? /^(\d{1,2})[-/.](\d{4})$/.exec(text);
  if (month !== null) {
    const first = month[1] as string;
    const [year, number] = first.length === 4 ? [first, month[2]] : [month[2], first];
    if (Number(number) < 1 || Number(number) > 12) return "no-such-day";
    return span(Number(year), Number(number), Number(number), "month");
  }
  return /^\d{4}$/.test(text) ? span(Number(text), 1, 12, "year") : null;
}

/** The whole of some months of a year; its day is the middle one. */
function span(year: number, from: number, to: number, precision: DatePrecision): ParsedDate {
  const earliest = dayNumber(year, from, 1) as Day;
  const latest = dayNumber(year, to, daysInMonth(year, to)) as Day;
  return { day: Math.floor((earliest + latest) / 2), earliest, latest, precision };
}

/**
 * A partial date from a full one and its stated precision, as `date_precision` columns give it.
 *
 * @example
 * isoDate(withPrecision(dayNumber(2001, 3, 1), "month", 2001, 3).latest) // => "2001-03-31"
 */
export function withPrecision(
  day: Day,
  precision: DatePrecision,
  year: number,
  month: number,
): ParsedDate {
  switch (precision) {
    case "day":
      return { day, earliest: day, latest: day, precision };
    case "month":
      return span(year, month, month, precision);
    case "quarter": {
      const first = Math.floor((month - 1) / 3) * 3 + 1;
      return span(year, first, first + 2, precision);
    }
    case "year":
      return span(year, 1, 12, precision);
  }
}

function excelDate(serial: number, format: "excel" | "excel-1904"): ParsedDate | DateFault {
  if (format === "excel" && serial === 60) return "excel-serial-60";
  const start =
    format === "excel-1904" ? dayNumber(1904, 1, 1) : dayNumber(1899, 12, serial > 60 ? 30 : 31);
  const day = (start as Day) + serial;
  return { day, earliest: day, latest: day, precision: "day" };
}
