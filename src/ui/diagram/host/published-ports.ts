// The ports of a container as a card has room for them: "8080→80" for what docker ps writes as "0.0.0.0:8080->80/tcp".

const ANY_ADDRESS = /^(?:0\.0\.0\.0|\[::\]):/;

export function publishedPorts(ports: readonly string[]): string {
  return [...new Set(ports.map((port) => port.replace(ANY_ADDRESS, '').replace('->', '→').replace(/\/tcp$/, '')))].join(' ');
}
