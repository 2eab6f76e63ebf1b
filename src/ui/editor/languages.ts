// What a file is, by its name and its text.

export function languageOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (/\.ya?ml$/.test(name)) return 'yaml';
  if (/^(Docker|Container)file/.test(name) || name.endsWith('.dockerfile')) return 'dockerfile';
  if (/\.(sh|bash)$/.test(name) || /^\.(bash|profile)/.test(name)) return 'shell';
  if (name.endsWith('.json')) return 'json';
  if (/\.html?$/.test(name)) return 'html';
  return 'plaintext';
}

/** Something that `kubectl apply -f` takes. */
export function isManifest(path: string, text: string): boolean {
  if (!/\.(ya?ml|json)$/.test(path)) return false;
  return /^\s*"?apiVersion"?\s*:/m.test(text) && /^\s*"?kind"?\s*:/m.test(text);
}

/** A word of the shell. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./~-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
