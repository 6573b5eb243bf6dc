import type { OutcomeLike } from "./documents.ts";
