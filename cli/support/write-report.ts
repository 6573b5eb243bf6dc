import type { Io } from "../io.ts";
import type { OpenStudy } from "./load-study.ts";

/** Writes the report of a study; gives its path inside the study folder, or null when there is none. */
export async function writeReport(_open: OpenStudy, _io: Io): Promise<string | null> {
  return null;
}
