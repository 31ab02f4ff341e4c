// Export files (docs/export-format.md), which a relay and other leechers read too.
const MAX_LINE = 1 << 24;
const MAX_ENTRIES = 1000;
const MAX_ENTRY = 226;
const MAX_OPERATION = 1 << 19;
const AT_ONCE = 500;
const PIECE = 1 << 12;

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
      const headers = { "content-type": "application/gzip" };
      return gzip ? new Response(plain.stream().pipeThrough(new CompressionStream("gzip")), { headers }).blob() : plain;
    },
  };
}

/** Reads a file in steps of ingest: {proofs: [first, second, …], entries: [entry, operation, …]}; null at the end. */
export function read(blob) {
  const steps = stepsOf(blob);
  return { next: async () => (await steps.next()).value ?? null };
}

async function* stepsOf(blob) {
  const step = () => ({ proofs: [], entries: [] });
  let next = step();
  let damage = null;
  try {
    for await (const add of linesOf(blob)) {
      add(next);
      if (next.entries.length + next.proofs.length >= 2 * AT_ONCE) {
        yield next;
        next = step();
      }
    }
  } catch (problem) {
    damage = problem;
  }
  // What came whole counts, whatever comes behind it.
  yield next;
  if (damage) {
    throw damage;
  }
}

/** Of each line what adds it to a step. */
async function* linesOf(blob) {
  let count = 0;
  let proofs = 0;
  let number = 1;
  let ended = false;
  const problem = (what) => new SyntaxError(`line ${number} of the file ${what}`);
  for await (const { line, broken } of lines(blob)) {
    if (broken !== undefined) {
      throw problem("cannot be read: " + broken);
    }
    const content = parsed(line, problem);
    if (ended) {
      throw problem("stands behind its end");
    }
    if (number === 1) {
      if (content.bambusaExport !== 1) {
        throw problem(content.bambusaExport === undefined ? "is no header of an export file" : "says that a newer version wrote it");
      }
    } else if (content.forkProof) {
      const { first, second } = content.forkProof;
      const proof = [hex(first, problem, MAX_ENTRY), hex(second, problem, MAX_ENTRY)];
      proofs++;
      yield (step) => step.proofs.push(...proof);
    } else if (content.entry || content.together) {
      const together = content.together ?? [content];
      if (!Array.isArray(together) || together.length > MAX_ENTRIES) {
        throw problem("holds too many entries");
      }
      const entries = together.flatMap((one) => [hex(one?.entry, problem, MAX_ENTRY), hex(one?.operation, problem, MAX_OPERATION)]);
      count += together.length;
      yield (step) => step.entries.push(...entries);
    } else if (content.end) {
      ended = true;
      if (content.end.entries !== count || content.end.forkProofs !== proofs) {
        throw problem("counts other entries than the file holds");
      }
    } else {
      throw problem("is none that an export file has");
    }
    number++;
  }
  if (!ended) {
    throw problem("is missing: the file was cut off");
  }
}

function parsed(line, problem) {
  try {
    return JSON.parse(line) ?? {};
  } catch {
    throw problem("is no JSON, or was cut off");
  }
}

/** problem makes an error of what is said to be wrong; most: bytes. */
export function hex(text, problem, most = Infinity) {
  if (typeof text !== "string" || !/^([0-9a-f]{2})+$/.test(text)) {
    throw problem("holds something that is no hexadecimal");
  }
  if (text.length > 2 * most) {
    throw problem("holds more bytes than an entry has");
  }
  return text;
}

/** Ends with {broken}, which says why, where there is no more to be read but should be. */
async function* lines(blob) {
  const decoder = new TextDecoder();
  let rest = "";
  try {
    for await (const bytes of piecesOf(blob)) {
      const parts = (rest + decoder.decode(bytes, { stream: true })).split("\n");
      rest = parts.pop();
      for (const line of parts) {
        yield { line };
      }
      if (rest.length > MAX_LINE) {
        throw new SyntaxError("it is too long");
      }
    }
  } catch (problem) {
    yield { broken: problem.message.replace(/^Failed [^:]*: |\.$/g, "") };
  }
  if (rest) {
    yield { line: rest };
  }
}

async function* piecesOf(blob) {
  const start = new Uint8Array(await blob.slice(0, 2).arrayBuffer());
  const isGzip = start[0] === 0x1f && start[1] === 0x8b;
  const size = isGzip ? PIECE : 1 << 20;
  const unzip = isGzip ? new DecompressionStream("gzip") : new TransformStream();
  const writer = unzip.writable.getWriter();
  const reader = unzip.readable.getReader();
  let read = reader.read();
  // Small pieces, each read out before the next: a stream that fails forgets what it still had.
  for (let at = 0; ; at += size) {
    const piece = await blob.slice(at, at + size).arrayBuffer();
    const written = at < blob.size ? writer.write(new Uint8Array(piece)).then(() => null) : writer.close().then(() => read);
    for (let got; (got = await Promise.race([read, written])); read = reader.read()) {
      if (got.done) {
        return;
      }
      yield got.value;
    }
  }
}
