import { randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { type InlineConfig, type PreviewServer, preview } from "vite";

/** What the preview shows: a list of notebooks and the page of each. */
export interface ServedNotebooks {
  /** Page with links to every notebook. */
  readonly index: () => string;
  /** The page of a notebook, or null when there is none of that name. */
  readonly page: (file: string) => Promise<string | null>;
}

/** A running preview. */
export interface NotebookServer {
  /** The address to open; it works once, then the browser holds a cookie. */
  readonly address: string;
  readonly close: () => Promise<void>;
}

/** The one address that is listened on: this computer, reached from this computer. */
const host = "127.0.0.1";

/**
 * Serves notebooks on this computer only.
 *
 * Every request must name this computer as its host, come from this page or from the person, and carry the
 * cookie that opening the printed address once has set; nothing but reading is answered. A page of another
 * site can so neither read nor drive it.
 *
 * @throws {Error} `EADDRINUSE` when the port is taken.
 */
export async function serveNotebooks(
  notebooks: ServedNotebooks,
  options: { readonly port: number; readonly folder: string },
): Promise<NotebookServer> {
  const launch = { token: randomBytes(24).toString("base64url") as string | null };
  const session = randomBytes(24).toString("base64url");
  const server = await listening({
    configFile: false,
    root: options.folder,
    logLevel: "silent",
    build: { outDir: options.folder },
    preview: { host, port: options.port, strictPort: true, cors: false, open: false },
    plugins: [
      {
        name: "throughline:serve",
        configurePreviewServer: ({ middlewares }) => {
          middlewares.use((request, response) => {
            answer(request, response, notebooks, { port: portOf(server), launch, session });
          });
        },
      },
    ],
  });
  return {
    address: `http://${host}:${portOf(server)}/?token=${launch.token}`,
    close: () => server.close(),
  };
}

/** Vite says in words alone that a port is taken: the code goes with them. */
async function listening(settings: InlineConfig): Promise<PreviewServer> {
  try {
    return await preview(settings);
  } catch (error) {
    if (!(error instanceof Error) || !/already in use/.test(error.message)) throw error;
    throw Object.assign(new Error("That port is in use."), { code: "EADDRINUSE" });
  }
}

function portOf(server: PreviewServer): number {
  const address = server.httpServer.address();
  return address !== null && typeof address === "object" ? address.port : 0;
}

interface Door {
  readonly port: number;
  /** Opens the door once. */
  readonly launch: { token: string | null };
  /** What the browser shows from then on. */
  readonly session: string;
}

/** Headers of every answer: no other site may embed, read or keep it, and the page may ask for nothing. */
const headers = {
  "Cache-Control": "no-store",
  "Content-Security-Policy":
    "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; img-src data: blob:; font-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
} as const;

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  notebooks: ServedNotebooks,
  door: Door,
): void {
  const send = (
    status: number,
    text: string,
    more: Readonly<Record<string, string>> = {},
  ): void => {
    const type = status === 200 ? "text/html; charset=utf-8" : "text/plain; charset=utf-8";
    response.writeHead(status, { ...headers, "Content-Type": type, ...more });
    response.end(request.method === "HEAD" ? undefined : text);
  };
  const refusal = whyRefused(request, door);
  if (refusal !== null) {
    send(refusal.status, refusal.text);
    return;
  }
  const url = new URL(request.url ?? "/", `http://${host}:${door.port}`);
  if (!same(cookieOf(request, door.port), door.session)) {
    const token = url.searchParams.get("token");
    if (token === null || door.launch.token === null || !same(token, door.launch.token)) {
      send(403, "Open the address that throughline notebook open has printed; it works once.\n");
      return;
    }
    door.launch.token = null;
    send(303, "", {
      Location: "/",
      "Set-Cookie": `${cookieName(door.port)}=${door.session}; HttpOnly; SameSite=Strict; Path=/`,
    });
    return;
  }
  if (url.pathname === "/") {
    send(200, notebooks.index());
    return;
  }
  const file = decoded(url.pathname.slice(1));
  notebooks.page(file).then(
    (page) => (page === null ? send(404, "There is no such notebook.\n") : send(200, page)),
    (error: unknown) => send(500, `${error instanceof Error ? error.message : "It failed."}\n`),
  );
}

/** Whose request it is, before anything is looked up; null when it may go on. */
function whyRefused(
  request: IncomingMessage,
  door: Door,
): { readonly status: number; readonly text: string } | null {
  const own = [`${host}:${door.port}`, `localhost:${door.port}`];
  if (request.method !== "GET" && request.method !== "HEAD") {
    return { status: 405, text: "Only reading is answered.\n" };
  }
  if (!own.includes(request.headers.host ?? "")) {
    return { status: 403, text: "This answers on this computer only.\n" };
  }
  const { origin } = request.headers;
  const site = request.headers["sec-fetch-site"];
  const foreign =
    (origin !== undefined && !own.includes(origin.replace(/^http:\/\//, ""))) ||
    (site !== undefined && site !== "same-origin" && site !== "none");
  return foreign ? { status: 403, text: "Another site asked for this.\n" } : null;
}

/** A path in plain letters; one that is not well formed names no notebook. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return "";
  }
}

/** Cookies do not know ports: two previews side by side need two names. */
const cookieName = (port: number): string => `throughline-${port}`;

function cookieOf(request: IncomingMessage, port: number): string {
  const pairs = (request.headers.cookie ?? "").split(";").map((pair) => pair.trim());
  const name = `${cookieName(port)}=`;
  return pairs.find((pair) => pair.startsWith(name))?.slice(name.length) ?? "";
}

function same(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
