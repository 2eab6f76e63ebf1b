/** base: what every room may lean on and that leans on nothing: assertions, errors, ids, quantities, YAML, text tables, patterns, the types of door. */
export { assert, AssertionError, unreachable } from './assert.ts';
export { answerText, ask, concat, printQuery, type Answer, type Call, type Door, type Headers, type Peer, type Request, type URLQuery } from './door.ts';
export { channelProtocol, channels, closeInputFrame, frame, FrameReader, type Frame } from './channel-stream.ts';
export type { ExitCode, Program, Syscall } from './program.ts';
export { ForgettingMap } from './forgetting-map.ts';
export { LogHash } from './hash.ts';
export { decodeUtf8, displayWidth, encodeUtf8, runeCount, Utf8Decoder } from './utf8.ts';
export { compareBytes, sortedKeys } from './byte-order.ts';
export { deepEqual, isJsonObject, ownMember, setMember, type Json, type JsonObject } from './json-value.ts';
export { JsonError, parseJson, type JsonLimits } from './json-parse.ts';
export { makeCertificateRequest, publicKeyPem, readCertificateRequest, renewCertificate, selfSigned, signRequest, subjectOf, subjectText, type CertificateRequest, type Signer } from './certificate-request.ts';
export { distrust, distrustServer, speaksFor } from './certificate-trust.ts';
export { bytesOfPem, isAddress, makeCertificate, makePrivateKey, pemOf, makePublicKey, publicKeyOfPrivate, publicKeyPin, readCertificate, type Certificate } from './certificate.ts';
export { canonicalJson, printJson, quoteJson, type JsonStyle } from './json-print.ts';
export { crc32, fnv32a, fnv64a } from './go-hash.ts';
export { statusLine } from './http-status.ts';
export {
  bytesToHex,
  asHasher,
  createHasher,
  decodeBase64,
  digestHex,
  encodeBase64,
  hmacSha256,
  md5Hex,
  sha1Hex,
  sha256Bytes,
  sha256Hex,
  type Algorithm,
  type Base64Answer,
  type Hasher,
} from './digest.ts';
export { unifiedDiff } from './unified-diff.ts';
export { klogHead, type KlogLevel } from './klog.ts';
export { editDistance, suggestNames } from './levenshtein.ts';
export {
  addQuantity,
  canonicalQuantity,
  compareQuantity,
  formatQuantity,
  parseQuantity,
  QuantityError,
  quantityMilliValue,
  quantityOf,
  quantityOfMilli,
  quantityOfNano,
  quantityValue,
  scaleQuantity,
  subtractQuantity,
  tryQuantity,
  zeroQuantity,
  type Quantity,
  type QuantityFormat,
} from './quantity.ts';
export { duplicateMembers, membersAtFault } from './duplicate-members.ts';
export {
  dockerDuration,
  formatDuration,
  formatDurationNanos,
  humanDuration,
  parseDuration,
  shortHumanDuration,
  type DurationAnswer,
} from './duration.ts';
export {
  civilTime,
  daysInMonth,
  epochOf,
  formatAnsiC,
  formatGoTime,
  formatHttpDate,
  formatRfc1123z,
  formatRfc3339,
  formatRfc3339Micro,
  formatRfc3339Nano,
  formatUnixDate,
  monthName,
  parseRfc3339,
  weekdayName,
  type CivilTime,
} from './rfc3339.ts';
export { randomContainerName } from './container-name.ts';
export {
  randomBytes,
  randomHex,
  randomSuffix,
  randomUuid,
  safeEncode,
  type Uint32Source,
} from './ids.ts';
export {
  describeTable,
  dockerOldTable,
  dockerTable,
  formatTable,
  kubectlOldTable,
  kubectlTable,
  TableWriter,
  type TableStyle,
} from './table.ts';
export { compilePattern, type Pattern, type PatternAnswer, type PatternFlags, type PatternMatch } from './pattern.ts';
export { compilePosixPattern, type PosixSyntax } from './posix-pattern.ts';
export { isDeeperThan } from './tree-depth.ts';
export { inClass } from './character-class.ts';
export { compileExtendedGlob, compileGlob, escapeGlob, hasGlob, unescapeGlob, type Glob } from './glob.ts';
export { formatGoNumber, formatGoSyntax, formatGoValue, goTypeName, quoteGo } from './go-value.ts';
export {
  compileJsonPath,
  findValues,
  relaxJsonPath,
  type JsonPath,
  type JsonPathAnswer,
  type JsonPathOptions,
  type JsonPathResults,
  type JsonPathText,
} from './jsonpath/jsonpath.ts';
export { applyMergePatch, createMergePatch } from './merge-patch.ts';
export { applyJsonPatch, type JsonPatchAnswer } from './json-patch.ts';
export { parseYaml, parseYamlDocuments, type TextRange, type YamlDocument, type YamlLimits, type YamlProblem } from './yaml/yaml.ts';
export { printYaml, printYamlDocuments } from './yaml/print.ts';
export { foldLine } from './yaml/fold-line.ts';
export { quoteYaml } from './yaml/scalar-shape.ts';
export { formatBinarySize, formatDecimalSize, parseBinarySize, type ByteSizeAnswer } from './byte-size.ts';
export { packMode, TTY_MODE_STREAM, ttyModeHeader, unpackMode, wantsTtyMode, type FarMode } from './tty-mode.ts';
export { ed25519Sign, ed25519Verify } from './ed25519.ts';
export { readSshPrivate, SSH_KEY_TYPE, sshFingerprint, sshKeyOf, sshPrivateText, sshPublicKey, sshPublicLine, sshString, type SshKey } from './ssh-key.ts';
