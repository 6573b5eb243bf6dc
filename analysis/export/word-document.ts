import {
  AlignmentType,
  Bookmark,
  Document,
  Footer,
  Header,
  ImageRun,
  LevelFormat,
  Packer,
  PageNumber,
  Paragraph,
  SimpleField,
  type Table,
  TextRun,
} from "docx";
import { fixedZip } from "./fixed-zip.ts";
import type { WordBlock, WordPicture, WordRun, WordTable } from "./word-blocks.ts";
import { wordStyles } from "./word-styles.ts";
import { runNode, tableNode } from "./word-table.ts";

/** Width of the text on A4, and the most that a picture may take of its height, in pixels. */
const textPixels = 642;
const pagePixels = 820;

/**
 * A Word document: headings, lists, captions and tables in styles that can be changed in one place, tables
 * that can be edited, header rows that repeat, pictures with alternative text, the banner at the head and
 * foot of each page, and a list of contents whose lines lead to the headings.
 *
 * The same blocks give the same bytes.
 */
export async function wordDocument(
  blocks: readonly WordBlock[],
  options: { readonly title: string; readonly subtitle: string; readonly banner: string },
): Promise<Uint8Array> {
  const number = { table: 0, figure: 0, list: 0 };
  const document = new Document({
    externalStyles: wordStyles,
    title: options.title,
    creator: "Throughline",
    lastModifiedBy: "Throughline",
    description: options.banner,
    numbering: {
      config: [
        {
          reference: "steps",
          levels: [{ level: 0, format: LevelFormat.DECIMAL, text: "%1.", style: indent }],
        },
        {
          reference: "points",
          levels: [{ level: 0, format: LevelFormat.BULLET, text: "•", style: indent }],
        },
      ],
    },
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
          ...blocks.flatMap((block) => blockParts(block, number)),
        ],
      },
    ],
  });
  return fixedZip(new Uint8Array(await Packer.toArrayBuffer(document)), (name, text) =>
    name === "word/document.xml" ? numbered(styledTables(text)) : text,
  );
}

const indent = { paragraph: { indent: { left: 425, hanging: 425 } } };

function blockParts(
  block: WordBlock,
  number: { table: number; figure: number; list: number },
): (Paragraph | Table)[] {
  switch (block.kind) {
    case "heading": {
      const words = new TextRun(block.words);
      return [
        new Paragraph({
          style: `Heading${block.level}`,
          children: [
            block.name === undefined ? words : new Bookmark({ id: block.name, children: [words] }),
          ],
        }),
      ];
    }
    case "text":
      return [
        new Paragraph({
          ...(block.style === undefined ? {} : { style: block.style }),
          children: block.runs.map((run) => runNode(run)),
        }),
      ];
    case "list":
      return listParts(block.items, block.numbered, ++number.list);
    case "picture":
      return pictureParts(block.picture, ++number.figure);
    default:
      return tableParts(block.table, ++number.table);
  }
}

function listParts(
  items: readonly (readonly WordRun[])[],
  isNumbered: boolean,
  instance: number,
): Paragraph[] {
  return items.map(
    (runs) =>
      new Paragraph({
        style: "ListParagraph",
        numbering: { reference: isNumbered ? "steps" : "points", level: 0, instance },
        children: runs.map((run) => runNode(run)),
      }),
  );
}

function pictureParts(picture: WordPicture, number: number): Paragraph[] {
  const scale = Math.min(1, textPixels / picture.width, pagePixels / picture.height);
  return [
    captioned("Figure", number, `${picture.title}. ${picture.subtitle}`),
    new Paragraph({
      style: "Picture",
      alignment: AlignmentType.LEFT,
      keepNext: picture.note !== null,
      children: [
        new ImageRun({
          type: "png",
          data: picture.png,
          transformation: {
            width: Math.round(picture.width * scale),
            height: Math.round(picture.height * scale),
          },
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

function tableParts(table: WordTable, number: number): (Paragraph | Table)[] {
  return [
    captioned("Table", number, table.caption),
    tableNode(table),
    styled("TableNote", table.note ?? ""),
  ];
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

/** The library gives every picture and bookmark the number 1: each gets its own. */
function numbered(text: string): string {
  let pictures = 0;
  let starts = 0;
  let ends = 0;
  return text
    .replaceAll(/<wp:docPr id="\d+"/g, () => `<wp:docPr id="${++pictures}"`)
    .replaceAll(
      /<w:bookmark(Start|End)( w:name="[^"]*")?( w:id=)"\d+"( w:name="[^"]*")?/g,
      (_, kind, before = "", id, after = "") =>
        `<w:bookmark${kind}${before}${id}"${kind === "Start" ? ++starts : ++ends}"${after}`,
    );
}
