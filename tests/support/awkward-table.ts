import { type ExportTable, exportTable } from "../../analysis/export/export-table.ts";
import { dayNumber } from "../../data-dictionary/dates/day.ts";
import {
  categoricalColumn,
  dateColumn,
  numericColumn,
  type TextColumn,
  textColumn,
} from "../../data-dictionary/table/column.ts";
import { dataset } from "../../data-dictionary/table/dataset.ts";

/** A table with everything that breaks writers: accents, long and straddling texts, early dates, missing codes. */
export function awkwardTable(): ExportTable {
  const data = dataset(
    [
      textColumn("child_id", ["C1", "C2", "C3", "C4", "C5"], { label: "Plentyn (Ynys Môn)" }),
      // The accented letters lie across the ends of blocks of eight bytes.
      textColumn(
        "note",
        ["aaaaaaaé", "Llŷr Siân ap Huw", "café au lait … naïve", "=HYPERLINK(1)", null],
        { label: "Nodyn" },
      ),
      textColumn("long_text", [`é${"y".repeat(299)}`, "ŵ".repeat(400), "short", null, "'=1"], {
        label: "A text above 255 bytes",
      }),
      textColumn("huge_text", ["x".repeat(2500), "ŷ".repeat(1100), "", null, "-1+2"], {
        label: "A text above 2,045 bytes",
      }),
      textWithReasons("area", ["Môn", null, "B", null, "C"], [0, -9, 0, -1, 0]),
      textWithReasons("school", ["Ysgol y Garnedd", null, "B", "C", null], [0, -8, 0, 0, -9]),
      textWithReasons("worker", ["Siôn Gwilym", null, "B", "C", null], [0, -9, 0, 0, -9]),
      dateColumn(
        "born",
        [dayNumber(1969, 12, 31), dayNumber(1900, 2, 28), dayNumber(2004, 2, 29), null, null] as (
          | number
          | null
        )[],
        { label: "Date of birth", reasons: Int8Array.of(0, 0, 0, -9, 0) },
      ),
      categoricalColumn("stability", ["stable_at_home", "unstable", "-9", "-7", null], {
        label: 'Stability "at five years"',
        levels: [
          { value: "stable_at_home", label: "Stably at home" },
          { value: "stable_away", label: "Stably away, “i ffwrdd”" },
          { value: "unstable", label: "Unstable" },
        ],
      }),
      categoricalColumn("severity", ["1", "2", "0", "-8", "-6"], {
        label: "Severity",
        ordered: true,
        levels: [
          { value: "0", label: "None" },
          { value: "1", label: "Some" },
          { value: "2", label: "Much" },
        ],
      }),
      numericColumn("age_at_index", [3.5, -5, 0, null, null], {
        label: "Age",
        reasons: Int8Array.of(0, 0, 0, -9, 0),
      }),
      numericColumn("by", [1, 2, 3, 4, 5], { label: "A reserved word" }),
    ],
    { name: "children", unit: "child" },
  );
  return exportTable(data, {
    title: "Awkward children (SYNTHETIC)",
    banner: "Case level, private: not for release. SYNTHETIC.",
  });
}

/** A text column with missing codes, as reading a file makes it. */
function textWithReasons(
  name: string,
  values: readonly (string | null)[],
  reasons: readonly number[],
): TextColumn {
  return { ...textColumn(name, values), reasons: Int8Array.from(reasons) };
}
