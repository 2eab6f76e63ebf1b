// The Worker of YAML's language server.
import 'monaco-yaml/yaml.worker';
