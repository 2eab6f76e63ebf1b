/** The digests of the catalogue's layers by name, of their real archives. A slow test makes them anew and fails on a difference; run it with -u to write them. */
export const layerDigests: Readonly<Record<string, string>> = {};
