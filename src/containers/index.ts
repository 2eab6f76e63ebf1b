/** containers: images and where they come from (catalogue, registry, builder, archives), and the runtime that runs them: what containerd and runc are to Docker and to the kubelet. */
export {
  familiarName,
  familiarReference,
  fullReference,
  InvalidReference,
  isImageId,
  parseReference,
  repositoryOf,
  tryReference,
  whyNoReference,
  withDefaultTag,
  type Reference,
} from './images/reference.ts';
export { configDocument, healthDocument, layerBytes, makeImage, tarOf, type Healthcheck, type HistoryEntry, type Image, type ImageConfig, type ImageParts } from './images/image.ts';
export { imageOfDocument } from './images/image-document.ts';
export { AmbiguousId, chainIds, ImageStore, instructionText, layerInstructions, shortId } from './images/image-store.ts';
export { manifestOf } from './images/manifest.ts';

export { catalogueImage, catalogueRepositories, catalogueTags } from './catalogue/catalogue.ts';
export { Registry } from './registry/registry.ts';
export type { RegistryOptions } from './registry/registry-door.ts';
export type { Served } from './registry/repositories.ts';
export { PullError, type PullReason } from './pull/pull-error.ts';
export { pushImage, type PushProgress } from './pull/pusher.ts';
export type { Pulled, PullOutcome, PullProgress, PullRequest } from './pull/puller.ts';

export { buildImage, type BuildRequest } from './builder/build.ts';
export { solveBuild, type SolveRequest } from './buildkit/solve.ts';
export { SolveError } from './buildkit/solve-error.ts';
export type { CacheRecord } from './buildkit/build-cache.ts';
export { BuildError } from './builder/build-error.ts';
export { commandsOf } from './builder/commands.ts';
export { DockerfileError, parseDockerfile } from './builder/dockerfile.ts';
export { commitImage, type CommitParts } from './images/commit.ts';
export { applyChanges } from './builder/config-changes.ts';
export { saveImages, type SavedImage } from './archive/save-images.ts';
export { LoadError, loadImages, type LoadedImage } from './archive/load-images.ts';
export { exportFiles, importFiles } from './archive/flat-image.ts';

export { lineRates, podUidLabel, Runtime, type RuntimeOptions } from './runtime/runtime.ts';
export { Container } from './runtime/container.ts';
export type { BindMount, ContainerMount, ContainerSpec, ExecSpec, NamespaceChoice, NamespaceChoices, TmpfsMount } from './runtime/container-spec.ts';
export type { ContainerLog, LogLine, LogStream } from './runtime/container-log.ts';
export type { Attachment, ContainerIo } from './runtime/container-io.ts';
export { RuntimeError, type RefusalKind } from './runtime/runtime-error.ts';
export { EtcFiles, initLayerId } from './runtime/rootfs.ts';
export { elapse, runThread, type Thread } from './runtime/thread.ts';
export type {
  BuildRecord,
  BuildStep,
  ContainerOwner,
  ContainerRecord,
  ContainerState,
  ContainerStatus,
  FileWrite,
  ImageRecord,
  LayerRecord,
  LayerSource,
  PullRecord,
  RuntimeRow,
  RuntimeStore,
} from './runtime/rows.ts';

export { ChannelCall, success } from './streams/channel-call.ts';
export { streamExec } from './streams/stream-exec.ts';

export { imageCode } from './image-code.ts';
export { runtimeCode } from './runtime/runtime-code.ts';
export { pauseProgram } from './programs/pause.ts';
