/** client: the messages between page and Worker, the rows that the diagram is drawn from, the page's mirror of them, and the sentences of the acts. */
export { ActLog } from './act-log.ts';
export { Client, CLOCK_BEFORE_OPENING, type ClientEvents, type CommandResult, type Port } from './client.ts';
export type { HintArgs, HintCode } from './hints.ts';
export type { Fault, Input, OutsideRequest, Profile, SessionRecord, StampedInput } from './input.ts';
export type { ClockState, FromEngine, Look, OpenedSession, Opening, Suggestion, ToEngine } from './messages.ts';
export { Mirror } from './mirror.ts';
export { NO_MOMENTS, type Act, type ActArgs, type FileMoment, type Moments, type Trip } from './moments.ts';
export { Outbox } from './outbox.ts';
export type * from './queries.ts';
export type * from './rows/cluster-rows.ts';
export type * from './rows/container-rows.ts';
export type * from './rows/host-rows.ts';
export type * from './rows/lesson-rows.ts';
export { loadSentences } from './sentences/load.ts';
export { renderSentence } from './sentences/render.ts';
export { rowKey, splitKey, TABLE_NAMES, type RowKey, type TableName } from './rows/row-key.ts';
export type { Patch, TableChange, Tables } from './rows/tables.ts';
