import { expect, it } from "vitest";
import { dayNumber, isoDate } from "../../../data-dictionary/dates/day.ts";
import { parseDate } from "../../../data-dictionary/dates/parse-date.ts";

it("reads declared formats and nothing else", () => {
  const day = dayNumber(2001, 2, 3);
  expect(parseDate("2001-02-03", "ymd")).toMatchObject({ day });
  expect(parseDate("03/02/2001", "dmy")).toMatchObject({ day });
  expect(parseDate("02/03/2001", "mdy")).toMatchObject({ day });
  expect(parseDate("03/02/2001", "ymd")).toBe("not-a-date");
  expect(parseDate("29/02/2001", "dmy")).toBe("no-such-day");
  expect(parseDate("03/02/01", "dmy")).toBe("two-digit-year");
});

it("reads Excel serials, without the day that never was", () => {
  const iso = (text: string, format: "excel" | "excel-1904") => {
    const read = parseDate(text, format);
    return typeof read === "string" ? read : isoDate(read.day);
  };
  expect(iso("1", "excel")).toBe("1900-01-01");
  expect(iso("59", "excel")).toBe("1900-02-28");
  expect(iso("60", "excel")).toBe("excel-serial-60");
  expect(iso("61", "excel")).toBe("1900-03-01");
  expect(iso("43831", "excel")).toBe("2020-01-01");
  expect(iso("0", "excel-1904")).toBe("1904-01-01");
});
