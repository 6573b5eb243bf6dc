/** Everything a command may touch outside its arguments; tests pass their own. */
export interface Io {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Is standard output a terminal? */
  readonly outIsTerminal: boolean;
  readonly errIsTerminal: boolean;
  /** Width of the terminal in columns; 80 when there is none. */
  readonly width: number;
  /** Milliseconds of a monotonic clock, for progress only; never in a result. */
  readonly now: () => number;
  /** Today as YYYY-MM-DD, for manifests only; `--today` and THROUGHLINE_TODAY win over it. */
  readonly today: () => string;
  /** The exit code of a command that finished and found problems, and what it says last on standard error. */
  readonly exit: { code: number; last?: string };
}
