/** shell: the sh language and the everyday programs, as generators of system calls on a host. */
export { shellPrograms } from './programs/index.ts';
