import {
  AlignmentType,
  Document,
  Footer,
  Header,
  ImageRun,
  Packer,
  PageNumber,
  Paragraph,
  SimpleField,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from "docx";
import { fixedZip } from "./fixed-zip.ts";
import { cellText, type ResultTable } from "./result-table.ts";
import { wordStyles } from "./word-styles.ts";

/** A figure as a picture for a document. */
export interface WordPicture {
  readonly png: Uint8Array;
  readonly title: string;
  readonly subtitle: string;
  /** The alternative text: the same in words. */
  readonly description: string;
  /** In pixels of the drawing; it is fitted to the page. */
  readonly width: number;
  readonly height: number;
  readonly note: string | null;
}

/** One analysis in the document. */
export interface WordSection {
  readonly heading: string;
  readonly pictures: readonly WordPicture[];
  readonly tables: readonly ResultTable[];
}

/** Width of the text on A4 upright with margins of 2 cm: in twentieths of a point, and in pixels. */
const textWidth = 9638;
const textPixels = 642;

/**
 * A Word document of results: headings, captions and tables in styles that can be changed in one place,
 * tables that can be edited, header rows that repeat, pictures with alternative text, the banner at the head
 * and foot of each page.
 *
 * The same sections give the same bytes.
 */
export async function wordDocument(
  sections: readonly WordSection[],
  options: { readonly title: string; readonly subtitle: string; readonly banner: string },
): Promise<Uint8Array> {
  const number = { table: 0, figure: 0 };
  const document = new Document({
    externalStyles: wordStyles,
    title: options.title,
    creator: "Throughline",
    lastModifiedBy: "Throughline",
    description: options.banner,
    sections: [
      {
        properties: {
          page: {
            size: { width: 11_906, height: 16_838 },
            margin: { top: 1134, right: 1134, bottom: 1134, left: 1134 },
          },
        },
        headers: { default: new Header({ children: [styled("Header", options.title)] }) },
        footers: {
          default: new Footer({
            children: [
              new Paragraph({
                style: "Footer",
                children: [
                  new TextRun(`${options.banner} Page `),
                  new TextRun({ children: [PageNumber.CURRENT] }),
                ],
              }),
            ],
          }),
        },
        children: [
          styled("Title", options.title),
          styled("Subtitle", options.subtitle),
          styled("Banner", options.banner),
          ...sections.flatMap((section) => sectionParts(section, number)),
        ],
      },
    ],
  });
  return fixedZip(new Uint8Array(await Packer.toArrayBuffer(document)), (name, text) =>
    name === "word/document.xml" ? styledTables(text) : text,
  );
}

function sectionParts(
  section: WordSection,
  number: { table: number; figure: number },
): (Paragraph | Table)[] {
  return [
    styled("Heading1", section.heading),
    ...section.pictures.flatMap((picture) => pictureParts(picture, ++number.figure)),
    ...section.tables.flatMap((table) => tableParts(table, ++number.table)),
  ];
}

function pictureParts(picture: WordPicture, number: number): Paragraph[] {
  const width = Math.min(textPixels, picture.width);
  return [
    captioned("Figure", number, `${picture.title}. ${picture.subtitle}`),
    new Paragraph({
      children: [
        new ImageRun({
          type: "png",
          data: picture.png,
          transformation: { width, height: Math.round((picture.height * width) / picture.width) },
          altText: {
            name: `Figure ${number}`,
            title: picture.title,
            description: picture.description,
          },
        }),
      ],
    }),
    ...(picture.note === null ? [] : [styled("TableNote", picture.note)]),
  ];
}

function tableParts(table: ResultTable, number: number): (Paragraph | Table)[] {
  const widths = columnWidths(table);
  return [
    captioned("Table", number, `${table.title}. ${table.subtitle}`),
    new Table({
      style: "ResultTable",
      width: { size: textWidth, type: WidthType.DXA },
      columnWidths: widths,
      rows: [
        new TableRow({
          tableHeader: true,
          cantSplit: true,
          children: table.columns.map((column, at) =>
            cell(column.header, column.format !== "text", widths[at] as number),
          ),
        }),
        ...table.rows.map(
          (row) =>
            new TableRow({
              cantSplit: true,
              children: row.map((value, at) => {
                const format = table.columns[at]?.format ?? "text";
                return cell(cellText(value, format), format !== "text", widths[at] as number);
              }),
            }),
        ),
      ],
    }),
    styled("TableNote", table.notes.join(" ")),
  ];
}

/** About how many letters of the table text fit on a line. */
const lineLetters = 104;

/** Shares the page out: no word is broken, long texts get what is left. */
function columnWidths(table: ResultTable): number[] {
  const wordLength = (text: string): number =>
    Math.max(...text.split(" ").map((word) => word.length));
  const columns = table.columns.map((column, at) => {
    const texts = table.rows.map((row) => cellText(row[at] ?? null, column.format));
    // Two letters more for the margins of a cell; headers are bold and so wider.
    const least = 2 + Math.max(4, wordLength(column.header) * 1.15, ...texts.map(wordLength));
    const wanted = Math.max(
      least,
      Math.min(20, column.header.length + 2),
      ...texts.map((text) => Math.min(44, text.length + 2)),
    );
    return { least, wanted };
  });
  const least = columns.reduce((sum, column) => sum + column.least, 0);
  const wanted = columns.reduce((sum, column) => sum + column.wanted, 0);
  const share =
    wanted === least ? 1 : Math.min(1, Math.max(0, (lineLetters - least) / (wanted - least)));
  const letters = columns.map((column) => column.least + (column.wanted - column.least) * share);
  const all = letters.reduce((sum, width) => sum + width, 0);
  return letters.map((width) => Math.floor((width / all) * textWidth));
}

function cell(text: string, right: boolean, width: number): TableCell {
  return new TableCell({
    width: { size: width, type: WidthType.DXA },
    children: [
      new Paragraph({
        style: "TableText",
        ...(right ? { alignment: AlignmentType.RIGHT } : {}),
        children: [new TextRun(text)],
      }),
    ],
  });
}

const styled = (style: string, text: string): Paragraph =>
  new Paragraph({ style, children: [new TextRun(text)] });

/** A caption with a number that Word keeps in order when tables are moved. */
function captioned(kind: "Table" | "Figure", number: number, text: string): Paragraph {
  return new Paragraph({
    style: "Caption",
    children: [
      new TextRun(`${kind} `),
      new SimpleField(`SEQ ${kind} \\* ARABIC`, String(number)),
      new TextRun(`. ${text}`),
    ],
  });
}

/** The library writes borders into each table: the table style is to have the say, header row included. */
const styledTables = (text: string): string =>
  text.replaceAll(
    /<w:tblBorders>.*?<\/w:tblBorders><\/w:tblPr>/gs,
    '<w:tblLook w:val="0620" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/></w:tblPr>',
  );
