import type { Cell } from "write-excel-file/universal";

/** One sheet before it is written. Rows count from 1, as in Excel. */
export interface SheetPlan {
  readonly name: string;
  readonly rows: Cell[][];
  readonly widths: readonly number[];
  /** The one table of the sheet: where its header stands, and how many rows follow it. */
  readonly table: {
    readonly name: string;
    readonly header: readonly string[];
    readonly row: number;
    readonly rows: number;
  } | null;
  /** Cells of the first column that lead to a sheet. */
  readonly links?: readonly { readonly row: number; readonly sheet: string }[];
}

const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const packages = "http://schemas.openxmlformats.org/package/2006";
const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/**
 * What the library does not write: a named table on each sheet, links from the contents, printing on A4 with
 * the banner at the foot, and the title of the workbook among its properties.
 *
 * @returns An edit for each part of the library's file, and parts of our own.
 */
export function workbookParts(
  plans: readonly SheetPlan[],
  { title, banner }: { readonly title: string; readonly banner: string },
): { edit: (name: string, part: string) => string; more: ReadonlyMap<string, string> } {
  const more = new Map<string, string>();
  let types = `<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>`;
  plans.forEach(({ table }, at) => {
    if (table === null) return;
    const number = at + 1;
    more.set(`xl/tables/table${number}.xml`, tablePart(table, number));
    more.set(
      `xl/worksheets/_rels/sheet${number}.xml.rels`,
      `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${office}/table" Target="../tables/table${number}.xml"/></Relationships>`,
    );
    types += `<Override PartName="/xl/tables/table${number}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.table+xml"/>`;
  });
  more.set(
    "docProps/core.xml",
    `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties xmlns:cp="${packages}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${escaped(title)}</dc:title><dc:description>${escaped(banner)}</dc:description><dc:creator>Throughline</dc:creator></cp:coreProperties>`,
  );
  const edit = (name: string, part: string): string => {
    const sheet = /^xl\/worksheets\/sheet(\d+)\.xml$/.exec(name);
    if (sheet !== null) return sheetPart(part, plans[Number(sheet[1]) - 1] as SheetPlan, banner);
    if (name === "[Content_Types].xml") return part.replace("</Types>", () => `${types}</Types>`);
    return name === "_rels/.rels"
      ? part.replace(
          "</Relationships>",
          `<Relationship Id="rIdCore" Type="${packages}/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`,
        )
      : part;
  };
  return { edit, more };
}

function tablePart(table: NonNullable<SheetPlan["table"]>, id: number): string {
  // A table of Excel has one row at least: where there is none, an empty one is taken in.
  const last = table.row + Math.max(1, table.rows);
  const columns = table.header
    .map((header, at) => `<tableColumn id="${at + 1}" name="${escaped(header)}"/>`)
    .join("");
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><table xmlns="${main}" id="${id}" name="${table.name}" displayName="${table.name}" ref="A${table.row}:${columnName(table.header.length)}${last}" totalsRowShown="0"><tableColumns count="${table.header.length}">${columns}</tableColumns><tableStyleInfo showFirstColumn="0" showLastColumn="0" showRowStripes="0" showColumnStripes="0"/></table>`;
}

/** The widest sheet, in characters, that is printed as wide as the page. */
const widest = 260;

/** The elements of a sheet stand in a fixed order. */
function sheetPart(part: string, plan: SheetPlan, banner: string): string {
  const links = (plan.links ?? [])
    .map(
      ({ row, sheet }) =>
        `<hyperlink ref="A${row}" location="${escaped(`'${sheet}'!A1`)}" display="${sheet}"/>`,
    )
    .join("");
  // A table of many variables would be too small to read on one page: it runs over several.
  const fits = plan.widths.reduce((sum, width) => sum + width, 0) <= widest;
  const foot = escaped(banner.slice(0, 160).replaceAll("&", "&&"));
  return part
    .replace(/(<worksheet[^>]*>)/, '$1<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>')
    .replace(
      "</worksheet>",
      () =>
        `${links === "" ? "" : `<hyperlinks>${links}</hyperlinks>`}<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.8" header="0.3" footer="0.3"/><pageSetup paperSize="9" orientation="landscape"${fits ? ' fitToWidth="1" fitToHeight="0"' : ""}/><headerFooter><oddFooter>&amp;L${foot}&amp;RPage &amp;P of &amp;N</oddFooter></headerFooter>${plan.table === null ? "" : '<tableParts count="1"><tablePart r:id="rId1"/></tableParts>'}</worksheet>`,
    );
}

/**
 * The letters of a column, from 1.
 *
 * @example
 * columnName(28) // => "AB"
 */
export function columnName(number: number): string {
  const rest = (number - 1) % 26;
  const letter = String.fromCharCode(65 + rest);
  return number <= 26 ? letter : `${columnName((number - 1 - rest) / 26)}${letter}`;
}

const escaped = (text: string): string =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
