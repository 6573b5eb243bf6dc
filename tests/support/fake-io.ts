import type { Io } from "../../cli/io.ts";

/** An Io that prints nowhere: no terminal, 80 columns, a clock that stands still. */
export function fakeIo(changes: Partial<Io> = {}): Io {
  return {
    cwd: process.cwd(),
    env: {},
    out: () => {},
    err: () => {},
    outIsTerminal: false,
    errIsTerminal: false,
    width: 80,
    now: () => 0,
    today: () => "2026-01-01",
    exit: { code: 0 },
    ...changes,
  };
}
