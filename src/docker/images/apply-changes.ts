/** `--change` of commit and import: instructions of a Dockerfile that change how an image is run. */
import { isJsonObject, JsonError, parseJson, type Json } from '../../base/index.ts';
import type { ImageConfig } from '../../containers/index.ts';
import { badRequest } from '../errors.ts';

export function applyChanges(config: ImageConfig, lines: readonly string[]): ImageConfig {
  return lines.filter((line) => line.trim() !== '').reduce(applyChange, config);
}

function applyChange(config: ImageConfig, line: string): ImageConfig {
  const [, word = '', rest = ''] = /^\s*(\S+)\s*(.*)$/s.exec(line) ?? [];
  switch (word.toUpperCase()) {
    case 'CMD':
      return { ...config, Cmd: commandOf(rest) };
    case 'ENTRYPOINT':
      return { ...config, Entrypoint: commandOf(rest) };
    case 'ENV':
      return { ...config, Env: [...(config.Env ?? []).filter((pair) => !pairsOf(rest).some(([name]) => pair.startsWith(`${name}=`))), ...pairsOf(rest).map(([name, value]) => `${name}=${value}`)] };
    case 'LABEL':
      return { ...config, Labels: { ...config.Labels, ...Object.fromEntries(pairsOf(rest)) } };
    case 'EXPOSE':
      return { ...config, ExposedPorts: [...new Set([...(config.ExposedPorts ?? []), ...rest.split(/\s+/).map((port) => (port.includes('/') ? port : `${port}/tcp`))])] };
    case 'VOLUME':
      return { ...config, Volumes: [...new Set([...(config.Volumes ?? []), ...(listOf(rest) ?? rest.split(/\s+/))])] };
    case 'USER':
      return { ...config, User: rest };
    case 'WORKDIR':
      return { ...config, WorkingDir: rest };
    case 'STOPSIGNAL':
      return { ...config, StopSignal: rest };
    default:
      throw badRequest(`${word.toLowerCase()} is not a valid change command`);
  }
}

function commandOf(text: string): readonly string[] {
  return listOf(text) ?? ['/bin/sh', '-c', text];
}

function listOf(text: string): readonly string[] | undefined {
  let value: Json;
  try {
    value = parseJson(text);
  } catch (error) {
    if (error instanceof JsonError) return undefined;
    throw error;
  }
  return Array.isArray(value) && !isJsonObject(value) && value.every((word) => typeof word === 'string') ? value : undefined;
}

/** `A=1 B="x y"`, or `A the rest`. */
function pairsOf(text: string): readonly (readonly [string, string])[] {
  const first = text.split(/\s/)[0] ?? '';
  if (!first.includes('=')) return [[first, text.slice(first.length).trim()]];
  return [...text.matchAll(/([^\s=]+)=("(?:[^"\\]|\\.)*"|'[^']*'|\S*)/g)].map(([, name = '', value = '']) => [name, value.replace(/^(["'])(.*)\1$/s, '$2')] as const);
}
