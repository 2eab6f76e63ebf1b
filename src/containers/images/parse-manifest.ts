/** Reads a manifest, which anybody may have written. */
import { isJsonObject, JsonError, parseJson, type Json } from '../../base/index.ts';
import type { Descriptor, Manifest } from './manifest.ts';

/** What a registry sent, or somebody pushed; undefined when it is no manifest of one image. */
export function parseManifest(text: string): Manifest | undefined {
  const value = parsed(text);
  if (!isJsonObject(value)) return undefined;
  const config = descriptorOf(value['config']);
  const layers = Array.isArray(value['layers']) ? value['layers'].map(descriptorOf) : undefined;
  if (!config || !layers || !layers.every((layer) => layer !== undefined)) return undefined;
  return { config, layers: layers };
}

function parsed(text: string): Json {
  try {
    return parseJson(text);
  } catch (error) {
    if (error instanceof JsonError) return null;
    throw error;
  }
}

function descriptorOf(value: Json | undefined): Descriptor | undefined {
  if (!isJsonObject(value)) return undefined;
  const { mediaType, size, digest } = value;
  if (typeof mediaType !== 'string' || typeof digest !== 'string') return undefined;
  return typeof size === 'number' && Number.isSafeInteger(size) ? { mediaType, size, digest } : undefined;
}
