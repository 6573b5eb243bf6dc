import type { Block } from "../page/blocks.ts";
import type { SectionContext } from "./section-context.ts";

/** How far coders agreed: filled in when there is a document of agreement. */
export function agreeBlocks(_context: SectionContext, _file: string): Block[] {
  return [];
}
