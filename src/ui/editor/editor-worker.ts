// The Worker of Monaco itself.
import 'monaco-editor/editor/editor.worker.js';
