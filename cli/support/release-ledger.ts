import { createHash, randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { TableSpec } from "../../analysis/disclosure/count-plan.ts";
import type { LedgerNumber, LedgerRelease } from "../../analysis/disclosure/ledger.ts";
import { IntegrityError } from "../exit-codes.ts";
import { replaceTogether } from "./write-files.ts";

/** A release as the ledger's file keeps it. */
export interface StoredRelease {
  readonly number: number;
  readonly date: string;
  readonly profile: string;
  readonly toolVersion: string;
  readonly dataVersion: number;
  readonly preparedBy: string;
  readonly manifest: string;
  readonly approvals: readonly {
    readonly name: string;
    readonly date: string;
    /** The account of this computer it was given from; not in ledgers of the first version. */
    readonly account?: string;
  }[];
  readonly tables: readonly TableSpec[];
  readonly files: readonly { readonly name: string; readonly text: string }[];
  readonly numbers: readonly {
    readonly key: string;
    readonly hidden: boolean;
    readonly members: string;
    readonly families: string;
  }[];
}

/** The private memory of a study's releases: who stood behind each number, and what was printed. */
export interface LedgerFile {
  readonly throughline_ledger: 1;
  /** Keeps the hashes below from being looked up elsewhere. */
  readonly salt: string;
  /** Salted hashes of children and families; a place in this list is a place in the sets. */
  readonly people: string[];
  /** The letter that stands for each authority, the same in every release. */
  readonly letters: Record<string, string>;
  readonly releases: StoredRelease[];
}

/** Where the ledger stands inside output/. */
export const ledgerFile = "private/ledger/ledger.json";

/** The ledger of a study, or a new one. */
export function readLedger(folder: string): LedgerFile {
  const path = join(folder, "output", ...ledgerFile.split("/"));
  if (!existsSync(path)) {
    return {
      throughline_ledger: 1,
      salt: randomBytes(16).toString("hex"),
      people: [],
      letters: {},
      releases: [],
    };
  }
  try {
    const ledger = JSON.parse(readFileSync(path, "utf8")) as LedgerFile;
    if (ledger.throughline_ledger === 1 && Array.isArray(ledger.releases)) return ledger;
  } catch {
    // said below
  }
  throw new IntegrityError(
    "The ledger of releases in output/private/ledger cannot be read.",
    "Restore it from a copy: without it, nobody can tell whether a new release is safe beside the old ones.",
  );
}

/** The ledger as its file holds it. */
export const ledgerText = (ledger: LedgerFile): string => `${JSON.stringify(ledger)}\n`;

export function writeLedger(folder: string, ledger: LedgerFile): void {
  replaceTogether(join(folder, "output"), new Map([[ledgerFile, ledgerText(ledger)]]));
}

/** The ledger's place of a person, added when new. */
export function peopleIndex(ledger: LedgerFile): (unit: string, identifier: string) => number {
  const placeOf = new Map(ledger.people.map((hash, place) => [hash, place]));
  return (unit, identifier) => {
    const hash = createHash("sha256")
      .update(`${ledger.salt}:${unit}:${identifier}`)
      .digest("hex")
      .slice(0, 32);
    let place = placeOf.get(hash);
    if (place === undefined) {
      place = ledger.people.length;
      ledger.people.push(hash);
      placeOf.set(hash, place);
    }
    return place;
  };
}

/** Letters for authorities, drawn in an order that does not follow their names; old ones stay. */
export function authorityLetters(
  ledger: LedgerFile,
  values: readonly string[],
): Record<string, string> {
  const rank = (value: string): string =>
    createHash("sha256").update(`${ledger.salt}:letter:${value}`).digest("hex");
  const fresh = values
    .filter((value) => ledger.letters[value] === undefined)
    .sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
  for (const value of fresh) ledger.letters[value] = letter(Object.keys(ledger.letters).length);
  return ledger.letters;
}

const letter = (index: number): string =>
  (index >= 26 ? letter(Math.floor(index / 26) - 1) : "") + String.fromCharCode(65 + (index % 26));

const packed = (bits: Uint32Array): string =>
  Buffer.from(bits.buffer, bits.byteOffset, bits.byteLength).toString("base64");

const unpacked = (text: string): Uint32Array =>
  new Uint32Array(Uint8Array.from(Buffer.from(text, "base64")).buffer);

export const packMembers = (numbers: readonly LedgerNumber[]): StoredRelease["numbers"] =>
  numbers.map(({ key, hidden, members, families }) => ({
    key,
    hidden,
    members: packed(members),
    families: packed(families),
  }));

/** A stored release with its sets as bitsets. */
export function unpackRelease(stored: StoredRelease): LedgerRelease {
  return {
    ...stored,
    numbers: stored.numbers.map(({ key, hidden, members, families }) => ({
      key,
      hidden,
      members: unpacked(members),
      families: unpacked(families ?? ""),
    })),
  };
}
