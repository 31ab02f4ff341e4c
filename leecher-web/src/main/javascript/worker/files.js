// Export files (docs/export-format.md), which a relay and other leechers read too.
const MAX_LINE = 1 << 24;
const MAX_ENTRIES = 1000;
const AT_ONCE = 500;

/** Collects the text of a file. */
export function file() {
  const parts = [];
  return {
    add(text) {
      parts.push(text);
    },
    header(line) {
      parts.unshift(line);
    },
    async blob(gzip) {
      const plain = new Blob(parts, { type: "application/x-ndjson" });
      return gzip ? new Response(plain.stream().pipeThrough(new CompressionStream("gzip"))).blob() : plain;
    },
  };
}

/** Reads a file in steps of ingest: {proofs: [first, second, …], entries: [entry, operation, …]}; null at the end. */
export function read(blob) {
  const steps = stepsOf(blob);
  return { next: async () => (await steps.next()).value ?? null };
}

async function* stepsOf(blob) {
  let step = { proofs: [], entries: [] };
  let count = 0;
  let proofs = 0;
  let number = 0;
  let ended = false;
  for await (const line of lines(blob)) {
    number++;
    const problem = (what) => new SyntaxError("line " + number + " of the file " + what);
    const content = parsed(line, problem);
    if (ended) {
      throw problem("stands behind its end");
    }
    if (number === 1) {
      if (content.bambusaExport !== 1) {
        throw problem(content.bambusaExport === undefined ? "is no header of an export file" : "says that a newer version wrote it");
      }
    } else if (content.forkProof) {
      proofs++;
      step.proofs.push(hex(content.forkProof.first, problem), hex(content.forkProof.second, problem));
    } else if (content.entry || content.together) {
      const together = content.together ?? [content];
      if (!Array.isArray(together) || together.length > MAX_ENTRIES) {
        throw problem("holds too many entries");
      }
      together.forEach(({ entry, operation }) => step.entries.push(hex(entry, problem), hex(operation, problem)));
      count += together.length;
    } else if (content.end) {
      ended = true;
      if (content.end.entries !== count || content.end.forkProofs !== proofs) {
        throw problem("counts other entries than the file holds");
      }
    } else {
      throw problem("is none that an export file has");
    }
    if (step.entries.length + step.proofs.length >= 2 * AT_ONCE) {
      yield step;
      step = { proofs: [], entries: [] };
    }
  }
  yield step;
  if (!ended) {
    throw new SyntaxError("the file was cut off: it has no end line");
  }
}

function parsed(line, problem) {
  try {
    return JSON.parse(line) ?? {};
  } catch {
    throw problem("is no JSON");
  }
}

/** problem makes an error of what is said to be wrong. */
export function hex(text, problem) {
  if (typeof text !== "string" || !/^([0-9a-f]{2})+$/.test(text)) {
    throw problem("holds something that is no hexadecimal");
  }
  return text;
}

async function* lines(blob) {
  const start = new Uint8Array(await blob.slice(0, 2).arrayBuffer());
  const isGzip = start[0] === 0x1f && start[1] === 0x8b;
  const bytes = isGzip ? blob.stream().pipeThrough(new DecompressionStream("gzip")) : blob.stream();
  const reader = bytes.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  while (true) {
    const { value, done } = await reader.read();
    if (done) {
      break;
    }
    const parts = (rest + value).split("\n");
    rest = parts.pop();
    if (rest.length > MAX_LINE) {
      throw new SyntaxError("a line of the file is too long");
    }
    yield* parts;
  }
  if (rest) {
    yield rest;
  }
}
