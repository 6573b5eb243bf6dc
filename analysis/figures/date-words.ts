const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/**
 * An ISO date as people write it, to the precision it is known.
 *
 * @example
 * dateWords("2001-02-20") // => "20 Feb 2001"
 * @example
 * dateWords("2001-02-15", "month") // => "Feb 2001"
 */
export function dateWords(iso: string, precision = "day"): string {
  const [year, month, day] = iso.split("-") as [string, string, string];
  const name = months[Number(month) - 1] ?? "";
  if (precision === "year") return year;
  if (precision === "quarter") return `quarter ${Math.ceil(Number(month) / 3)} of ${year}`;
  return precision === "month" ? `${name} ${year}` : `${Number(day)} ${name} ${year}`;
}
