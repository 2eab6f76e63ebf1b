// Makes the table by which the bridge reads protobuf bodies, out of the API's published .proto files. Run by hand when a release moves:
//   node src/node/run.mjs make-field-numbers FOLDER_OF_k8s.io/api FOLDER_OF_k8s.io/apimachinery
// Only names, numbers and types of fields are taken. All derive from Kubernetes, Apache-2.0.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Its fields by number: `metadata=1:#meta.v1.ObjectMeta`; `[` a list, `{` a map of texts to it, `^` its members stand in the message itself. */
type Table = Record<string, string>;

const scalars: Readonly<Record<string, string>> = { string: 's', bytes: 'y', int32: 'i', int64: 'i', bool: 'b', double: 'n' };

const folders = process.argv.slice(2);
const structure = readStructure();
const table: Table = {};
for (const folder of folders) for (const path of protoFiles(folder)) readProto(readFileSync(path, 'utf8'));
const sorted = Object.fromEntries(Object.entries(table).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync('src/node/bridge/field-numbers.json', `${JSON.stringify(sorted, undefined, 1)}\n`);

function protoFiles(folder: string): string[] {
  return readdirSync(folder).sort().flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return name.startsWith('.') || name === 'testapigroup' ? [] : protoFiles(path);
    return name === 'generated.proto' ? [path] : [];
  });
}

/** The fields that JSON has, by definition. */
function readStructure(): ReadonlyMap<string, ReadonlySet<string>> {
  const source = readFileSync('src/kube/schema/structure.ts', 'utf8');
  const first = [...source.matchAll(/^ {2}['"](.*)['"],$/gm)].map((match) => match[1]!);
  const more = JSON.parse(readFileSync('src/kube/schema/more-structure.json', 'utf8')) as readonly string[];
  return new Map([...first, ...more].map((line) => {
    const [name = '', ...fields] = line.split(' ');
    return [name.replace('%', ''), new Set(fields.map((field) => field.split('=')[0]!))];
  }));
}

function shortPackage(name: string): string {
  return name.replace(/^k8s\.io\.api\./, '').replace(/^k8s\.io\.apimachinery\.pkg\.apis\./, '').replace(/^k8s\.io\.apimachinery\.pkg\./, '');
}

function readProto(text: string): void {
  const plain = text.replace(/\/\/.*$/gm, '');
  const home = shortPackage(/^package ([\w.]+);/m.exec(plain)?.[1] ?? '');
  for (const [, message = '', body = ''] of plain.matchAll(/^message (\w+) \{\n([^]*?)^\}/gm)) {
    const name = `${home}.${message}`;
    const known = structure.get(name);
    const fields = [...body.matchAll(/^\s*(?:(optional|repeated) ([\w.]+)|map<string, ([\w.]+)>) (\w+) = (\d+);/gm)].map(([, form, one, inMap, written = '', number = '']) => {
      const field = [...(known ?? [])].find((json) => json.toLowerCase() === written.toLowerCase()) ?? written; // uID, Webhooks
      const type = typeOf(one ?? inMap ?? '', home);
      const isInline = known !== undefined && !known.has(field) && /^#(?!meta\.v1\.|api\.resource\.)/.test(type) && form === 'optional';
      return `${field}=${number}:${isInline ? '^' : form === 'repeated' ? '[' : form === undefined ? '{' : ''}${type}`;
    });
    table[name] = fields.join(' ');
  }
}

function typeOf(type: string, home: string): string {
  if (scalars[type]) return scalars[type];
  return `#${type.includes('.') ? shortPackage(type.replace(/^\./, '')) : `${home}.${type}`}`;
}
