// What every engine in a browser has to beat: fetch as a stream, and one JSON.parse a line.
onmessage = async ({ data: { url, mode } }) => {
  const reader = (await fetch(url)).body.getReader();
  postMessage(mode === 'read' ? await read(reader) : await parse(reader));
};

async function read(reader) {
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return { bytes };
    bytes += value.length;
  }
}

async function parse(reader) {
  const decoder = new TextDecoder();
  let [rest, bytes, records, bad] = ['', 0, 0, 0];
  const take = (line) => {
    try {
      // Looked at, so that nothing of it can be skipped.
      if (JSON.parse(line).type !== undefined) records += 1;
    } catch {
      bad += 1;
    }
  };
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes += value.length;
    const text = rest + decoder.decode(value, { stream: true });
    let from = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      if (end > from) take(text.slice(from, end));
      from = end + 1;
    }
    rest = text.slice(from);
  }
  if (rest) take(rest);
  return { bytes, records, bad };
}
