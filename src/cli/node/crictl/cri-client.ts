/** The CRI from the client's side: a method of a service asked at containerd's socket, and its refusals in crictl's words. */
import { encodeUtf8, isJsonObject, parseJson, parseYaml, type Headers, type Json, type JsonObject } from '../../../base/index.ts';
import { NetError, request, type Process, type Response } from '../../../host/index.ts';
import { CommandError, Exit } from '../../kubectl/command/errors.ts';
import type { Flags } from '../../kubectl/command/flag.ts';
import type { Task } from '../../kubectl/command/task.ts';
import { list, text } from '../../kubectl/objects/member.ts';
import type { Ask } from '../../kubectl/wire/api-client.ts';
import { runSession } from '../../kubectl/wire/channel-session.ts';
import type { NodeCall } from '../tool.ts';

const defaultEndpoint = 'unix:///run/containerd/containerd.sock';

const services = { runtime: 'RuntimeService', image: 'ImageService' } as const;
type Api = keyof typeof services;

interface Opening {
  readonly body?: Json;
  readonly headers?: Headers;
  readonly api?: Api;
}

type Parameters = ReadonlyMap<string, readonly string[]>;

/** Images are asked for where containers are, unless they have an endpoint of their own. */
function endpointOf({ p, flags }: NodeCall, api: Api): string {
  const config = configOf(p, flags);
  const ofImages = api === 'image' ? flags.text('image-endpoint') || p.env.get('IMAGE_SERVICE_ENDPOINT') || text(config, 'image-endpoint') : '';
  return ofImages || flags.text('runtime-endpoint') || p.env.get('CONTAINER_RUNTIME_ENDPOINT') || text(config, 'runtime-endpoint') || defaultEndpoint;
}

/** /etc/crictl.yaml may be missing; another file that is named may not. */
function configOf(p: Process, flags: Flags): Json {
  const path = flags.text('config');
  if (!p.files.exists(path)) {
    if (flags.has('config')) throw new CommandError(`stat ${path}: no such file or directory`);
    return {};
  }
  const parsed = parseYaml(p.files.readText(path));
  if ('error' in parsed) throw new CommandError(`unmarshal config file ${path}: ${parsed.error}`);
  return parsed.value ?? {};
}

function* open(call: NodeCall, path: string, query: Parameters, { body, headers = {}, api = 'runtime' }: Opening = {}): Task<Response> {
  const endpoint = endpointOf(call, api);
  const unix = endpoint.replace(/^unix:\/\//, '');
  try {
    return yield* request({ unix }, { method: 'POST', path, query, headers, ...(body !== undefined && { body: encodeUtf8(JSON.stringify(body)) }) });
  } catch (error) {
    if (!(error instanceof NetError)) throw error;
    const why = error.code === 'EACCES' ? 'permission denied' : error.code === 'ENOENT' ? 'no such file or directory' : 'connection refused';
    throw new CommandError(`validate service connection: validate CRI v1 ${api} API for endpoint "${endpoint}": rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial unix ${unix}: connect: ${why}"`);
  }
}

function* ask(call: NodeCall, api: Api, method: string, message: Json): Task<JsonObject> {
  const response = yield* open(call, `/runtime.v1.${services[api]}/${method}`, new Map(), { body: message, api });
  const parsed = parseJson(yield* response.text());
  const answer = isJsonObject(parsed) ? parsed : {};
  if (response.status !== 200) throw refusalOf(answer);
  return answer;
}

function refusalOf(answer: Json): CommandError {
  return new CommandError(`rpc error: code = ${text(answer, 'code')} desc = ${text(answer, 'message')}`);
}

export function askRuntime(call: NodeCall, method: string, message: Json = {}): Task<JsonObject> {
  return ask(call, 'runtime', method, message);
}

export function askImages(call: NodeCall, method: string, message: Json = {}): Task<JsonObject> {
  return ask(call, 'image', method, message);
}

/** The printed lines of a container, as a stream. */
export function* openLog(call: NodeCall, id: string, query: Parameters): Task<Response> {
  const response = yield* open(call, `/logs/${id}`, query);
  if (response.status === 200) return response;
  throw refusalOf(parseJson(yield* response.text()));
}

/** A command with what is typed here as its input, or with this terminal as its own. */
export function* runCommand(call: NodeCall, id: string, command: readonly string[], tty: boolean, stdin: boolean): Task {
  const streams = [...(stdin ? ['input'] : []), 'output', tty ? 'tty' : 'error'];
  const client = {
    p: call.p,
    open: (path: string, { query = [], headers = {} }: Ask = {}) => open(call, path, new Map([...query.map(([name, value]) => [name, [value]] as const), ['command', command]]), { headers }),
    *refuse(response: Response): Task<never> {
      throw refusalOf(parseJson(yield* response.text()));
    },
  };
  try {
    yield* runSession(client, `/exec/${id}`, streams.map((name) => [name, '1'] as const), { stdin, tty, quiet: true });
  } catch (error) {
    if (!(error instanceof Exit)) throw error;
    throw new CommandError(`execing command in container: command terminated with exit code ${error.exitCode}`);
  }
}

export function objects(answer: JsonObject, name: string): readonly JsonObject[] {
  return list(answer, name).filter(isJsonObject);
}

export function texts(of: JsonObject, name: string): readonly string[] {
  return list(of, name).map(String);
}
