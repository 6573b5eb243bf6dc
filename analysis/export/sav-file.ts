import { ByteSink, utf8Cut, utf8Length } from "./byte-sink.ts";
import type { ExportTable } from "./export-table.ts";
import { type SpssVariable, spssNumber, spssText, spssVariables } from "./spss-variable.ts";

/** A place in the dictionary of the file: a number, a string, or one piece of a very long string. */
interface Slot {
  readonly variable: SpssVariable;
  readonly shortName: string;
  readonly width: number;
  /** 1 for the first place; it counts a place for each eight bytes. */
  readonly index: number;
  readonly first: boolean;
}

const formats = { text: 1, number: 5, date: 39 } as const;
const levels = { nominal: 1, ordinal: 2, scale: 3 } as const;
const systemMissing = -Number.MAX_VALUE;

/**
 * A table as an SPSS system file (.sav): uncompressed, UTF-8, with long names, variable and value labels,
 * −9 to −6 declared missing, blanks system-missing, days as SDATE10 and the measurement level.
 *
 * The same table gives the same bytes: no clock goes into the file. Labels are cut at 255 bytes, those of
 * values at 120, which is what SPSS shows.
 *
 * @throws {InputError} `missing-code-in-use`, `text-too-long`.
 * @see PSPP Developers Guide, appendix "System File Format".
 */
export function savFile(table: ExportTable): Uint8Array {
  const variables = spssVariables(table);
  const slots = slotsOf(variables);
  const sink = new ByteSink();
  header(sink, table, slots);
  for (const slot of slots) variableRecord(sink, slot);
  for (const slot of slots) valueLabels(sink, slot);
  documentRecord(sink, [table.title, table.banner]);
  extensions(sink, table, slots);
  sink.int32(999).int32(0);
  for (let row = 0; row < table.rowCount; row++) {
    for (const variable of variables) dataCells(sink, variable, row);
  }
  return sink.finish();
}

/** Widths of the pieces of a string: 255 each and the rest, one piece for each 252 bytes. */
export function segmentWidths(width: number): number[] {
  if (width <= 255) return [width];
  const count = Math.ceil(width / 252);
  return Array.from({ length: count }, (_, at) =>
    at < count - 1 ? 255 : width - (count - 1) * 252,
  );
}

const places = (width: number): number => (width === 0 ? 1 : Math.ceil(width / 8));

function slotsOf(variables: readonly SpssVariable[]): Slot[] {
  const slots: Slot[] = [];
  let index = 1;
  for (const variable of variables) {
    segmentWidths(variable.width).forEach((width, piece) => {
      const shortName = `V${slots.length + 1}`;
      slots.push({ variable, shortName, width, index, first: piece === 0 });
      index += places(width);
    });
  }
  return slots;
}

function header(sink: ByteSink, table: ExportTable, slots: readonly Slot[]): void {
  const size = slots.reduce((sum, slot) => sum + places(slot.width), 0);
  sink.text("$FL2").field("@(#) SPSS DATA FILE - Throughline", 60).int32(2).int32(size);
  sink.int32(0).int32(0).int32(table.rowCount).float64(100);
  // Date and time of making would change the bytes from run to run.
  sink.text("01 Jan 70").text("00:00:00").field(table.title, 64).zeros(3);
}

function variableRecord(sink: ByteSink, slot: Slot): void {
  const { variable, width } = slot;
  const numeric = variable.width === 0;
  const shortTexts = width > 0 && variable.width <= 8 ? variable.missingTexts : [];
  const missing = numeric ? -2 : shortTexts.length;
  sink
    .int32(2)
    .int32(width)
    .int32(slot.first ? 1 : 0)
    .int32(missing);
  const format = formatOf(variable, width);
  sink.int32(format).int32(format).field(slot.shortName, 8);
  if (slot.first) labelField(sink, variable.source.label);
  if (numeric) sink.float64(-9).float64(-6);
  for (const text of shortTexts) sink.field(text, 8);
  for (let rest = 1; rest < places(width); rest++) {
    sink.int32(2).int32(-1).int32(0).int32(0).int32(0).int32(0).field("", 8);
  }
}

function formatOf(variable: SpssVariable, width: number): number {
  if (width > 0) return (formats.text << 16) | (width << 8);
  if (variable.source.kind === "date") return (formats.date << 16) | (10 << 8);
  return (formats.number << 16) | ((variable.decimals > 0 ? 10 : 8) << 8) | variable.decimals;
}

function labelField(sink: ByteSink, label: string): void {
  const bytes = utf8Cut(label, 255);
  sink
    .int32(bytes.length)
    .raw(bytes)
    .zeros((4 - (bytes.length % 4)) % 4);
}

function valueLabels(sink: ByteSink, slot: Slot): void {
  const { labels } = slot.variable;
  if (labels.length === 0) return;
  sink.int32(3).int32(labels.length);
  for (const { value, label } of labels) {
    const bytes = utf8Cut(label, 120);
    sink.float64(value).uint8(bytes.length).raw(bytes);
    sink.field("", (8 - ((bytes.length + 1) % 8)) % 8);
  }
  sink.int32(4).int32(1).int32(slot.index);
}

function documentRecord(sink: ByteSink, texts: readonly string[]): void {
  const lines = texts.flatMap((text) => wrapped(text, 80));
  sink.int32(6).int32(lines.length);
  for (const line of lines) sink.field(line, 80);
}

function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/)) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (utf8Length(longer) <= width || line === "") line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
}

function extensions(sink: ByteSink, table: ExportTable, slots: readonly Slot[]): void {
  const extension = (subtype: number, size: number, count: number): ByteSink =>
    sink.int32(7).int32(subtype).int32(size).int32(count);
  const textExtension = (subtype: number, text: string): void => {
    if (text !== "") extension(subtype, 1, utf8Length(text)).text(text);
  };
  const machine = extension(3, 4, 8);
  // Version, machine, IEEE 754, compression code, little-endian, UTF-8.
  for (const value of [1, 0, 0, -1, 1, 1, 2, 65_001]) machine.int32(value);
  extension(4, 8, 3)
    .float64(systemMissing)
    .float64(Number.MAX_VALUE)
    .float64(nextAbove(systemMissing));
  const display = extension(11, 4, slots.length * 3);
  for (const { variable, width } of slots) {
    const shown = width === 0 ? (variable.source.kind === "date" ? 12 : 8) : Math.min(width, 32);
    display
      .int32(levels[variable.level])
      .int32(shown)
      .int32(width === 0 ? 1 : 0);
  }
  const heads = slots.filter((slot) => slot.first);
  textExtension(13, heads.map((slot) => `${slot.shortName}=${slot.variable.name}`).join("\t"));
  textExtension(
    14,
    heads
      .filter((slot) => slot.variable.width > 255)
      .map((slot) => `${slot.shortName}=${String(slot.variable.width).padStart(5, "0")}\0\t`)
      .join(""),
  );
  extension(16, 8, 2).uint64(1).uint64(table.rowCount);
  textExtension(20, "UTF-8");
  longTextMissing(sink, heads);
}

/** The number next to −MAX towards nought: one bit less. */
function nextAbove(value: number): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  view.setBigUint64(0, view.getBigUint64(0) - 1n);
  return view.getFloat64(0);
}

/** Missing texts of strings longer than eight bytes stand in a record of their own. */
function longTextMissing(sink: ByteSink, heads: readonly Slot[]): void {
  const long = heads.filter(
    ({ variable }) => variable.width > 8 && variable.missingTexts.length > 0,
  );
  if (long.length === 0) return;
  const body = new ByteSink();
  for (const { variable } of long) {
    body.int32(utf8Length(variable.name)).text(variable.name);
    body.uint8(variable.missingTexts.length).int32(8);
    for (const text of variable.missingTexts) body.field(text, 8);
  }
  const bytes = body.finish();
  sink.int32(7).int32(22).int32(1).int32(bytes.length).raw(bytes);
}

function dataCells(sink: ByteSink, variable: SpssVariable, row: number): void {
  if (variable.width === 0) {
    sink.float64(spssNumber(variable.source, row) ?? systemMissing);
    return;
  }
  const bytes = utf8Cut(spssText(variable.source, row), variable.width);
  segmentWidths(variable.width).forEach((width, piece) => {
    const own = bytes.subarray(piece * 255, piece * 255 + Math.min(width, 255));
    sink.raw(own).field("", places(width) * 8 - own.length);
  });
}
