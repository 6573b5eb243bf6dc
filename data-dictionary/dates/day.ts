/**
 * Calendar days as whole numbers: days since 1 January 1970, negative before. No clock, no time
 * zone, no `Date`: a date is a day, never an instant.
 */
export type Day = number;

/**
 * The day number of a calendar date in the proleptic Gregorian calendar, or null when there is no such date.
 *
 * @example
 * dayNumber(1970, 1, 2) // => 1
 * @example
 * dayNumber(2019, 2, 29) // => null
 * @see Hinnant (2013), days_from_civil: chrono-compatible low-level date algorithms.
 */
export function dayNumber(year: number, month: number, day: number): Day | null {
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month))) return null;
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146097 + dayOfEra - 719468;
}

/**
 * The calendar date of a day number.
 *
 * @example
 * calendarDate(0) // => { year: 1970, month: 1, day: 1 }
 */
export function calendarDate(day: Day): { year: number; month: number; day: number } {
  const z = day + 719468;
  const era = Math.floor(z / 146097);
  const dayOfEra = z - era * 146097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36524) -
      Math.floor(dayOfEra / 146096)) /
      365,
  );
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1,
  };
}

/**
 * How many days a month has.
 *
 * @example
 * daysInMonth(2020, 2) // => 29
 */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) {
    return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  }
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/**
 * A day as YYYY-MM-DD.
 *
 * @example
 * isoDate(0) // => "1970-01-01"
 */
export function isoDate(day: Day): string {
  const date = calendarDate(day);
  return `${String(date.year).padStart(4, "0")}-${String(date.month).padStart(2, "0")}-${String(date.day).padStart(2, "0")}`;
}

/**
 * The same day some months later; the last day of the month where that day does not exist.
 *
 * @example
 * isoDate(addMonths(dayNumber(2001, 1, 31), 1)) // => "2001-02-28"
 */
export function addMonths(day: Day, months: number): Day {
  const date = calendarDate(day);
  const total = date.year * 12 + (date.month - 1) + months;
  const year = Math.floor(total / 12);
  const month = total - year * 12 + 1;
  return dayNumber(year, month, Math.min(date.day, daysInMonth(year, month))) as Day;
}

/**
 * Completed calendar months from one day to another; negative when `to` is earlier.
 *
 * @example
 * monthsBetween(dayNumber(2001, 3, 15), dayNumber(2003, 3, 14)) // => 23
 */
export function monthsBetween(from: Day, to: Day): number {
  if (to < from) {
    const back = monthsBetween(to, from);
    return back === 0 ? 0 : -back;
  }
  const a = calendarDate(from);
  const b = calendarDate(to);
  const months = (b.year - a.year) * 12 + (b.month - a.month);
  return addMonths(from, months) > to ? months - 1 : months;
}

/**
 * Completed years of age on a day. A child born on 29 February has a birthday on 28 February in other years.
 *
 * @example
 * ageInYears(dayNumber(2000, 2, 29), dayNumber(2001, 2, 28)) // => 1
 */
export function ageInYears(birth: Day, on: Day): number {
  return Math.floor(monthsBetween(birth, on) / 12);
}
