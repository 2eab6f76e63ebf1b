// YAML's language server in its Worker. monaco-yaml asks Monaco to make that Worker in a way which Monaco has dropped: it is handed
// an object like Monaco that makes the Worker itself and sends its settings first, as Monaco used to.
import { configureMonacoYaml, type JSONSchema, type MonacoYaml } from 'monaco-yaml';
import { monaco } from './monaco.ts';
import { setSchemaMarkers } from './markers.ts';

interface WorkerOptions {
  readonly createData?: unknown;
  readonly host?: Record<string, (...args: unknown[]) => unknown>;
  readonly keepIdleModels?: boolean;
}

function createWebWorker(options: WorkerOptions): ReturnType<typeof monaco.editor.createWebWorker> {
  const worker = new Worker(new URL('./yaml-worker.ts', import.meta.url), { type: 'module', name: 'yaml' });
  worker.postMessage('ignore');
  worker.postMessage(options.createData);
  return monaco.editor.createWebWorker({ ...options, worker });
}

/** What the server completes comes as a snippet, plain words too: Monaco then takes Enter behind a finished word for a choice. */
function registerCompletionItemProvider(selector: monaco.languages.LanguageSelector, provider: monaco.languages.CompletionItemProvider): monaco.IDisposable {
  return monaco.languages.registerCompletionItemProvider(selector, {
    ...provider,
    async provideCompletionItems(...asked) {
      const list = await provider.provideCompletionItems(...asked);
      for (const item of list?.suggestions ?? []) if (!/[$\\\n]/.test(item.insertText)) delete item.insertTextRules;
      return list;
    },
  });
}

const like = {
  ...monaco,
  languages: { ...monaco.languages, registerCompletionItemProvider },
  editor: { ...monaco.editor, createWebWorker, setModelMarkers: (model: monaco.editor.ITextModel, _owner: string, markers: monaco.editor.IMarkerData[]) => setSchemaMarkers(model, markers) },
};

let yaml: MonacoYaml | undefined;

/** From now on YAML is completed, explained and checked by this schema; without one it is YAML like any other. */
export function useSchema(name: string, schema: JSONSchema | undefined): void {
  // With an authority, or the server writes the address in another way than it looks for it.
  const uri = `schema://kubarium/${name.toLowerCase().replace(/[^a-z0-9.]+/g, '-')}.json`;
  const schemas = schema ? [{ uri, fileMatch: ['*'], schema }] : [];
  const options = { enableSchemaRequest: false, hover: true, completion: true, validate: true, schemas };
  if (yaml) void yaml.update(options);
  else yaml = configureMonacoYaml(like, options);
}
