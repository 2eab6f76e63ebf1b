/** ui: the page: editor, terminal, diagram, inspector and timeline over one client; it draws rows and holds no truth. */
export { mountPage, type MountOptions } from './mount.tsx';
