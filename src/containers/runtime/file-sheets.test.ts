import { describe, expect, it } from 'vitest';
import { createFrom, preload, TestWorld } from './test-host.ts';
import { sheetsOfContainer, sheetsOfImage } from './file-sheets.ts';

describe('the sheets of a container', () => {
  const world = new TestWorld();
  const runtime = world.runtime('node-1');
  preload(runtime, 'nginx:1.7.9');
  const script = 'rm /usr/share/nginx/html/50x.html; echo changed > /usr/share/nginx/html/index.html; rm -rf /etc/nginx/conf.d; mkdir /etc/nginx/conf.d';
  const container = createFrom(runtime, 'nginx:1.7.9', { argv: ['bash', '-c', script], mounts: [{ point: '/tmp', tmpfs: true }] });
  world.run(500);
  container.start();
  world.run();
  const html = sheetsOfContainer(container, '/usr/share/nginx/html');
  const titles = html.sheets.map((sheet) => sheet.title || sheet.role);
  const top = html.sheets.findIndex((sheet) => sheet.role === 'read-write');
  const packages = titles.findIndex((title) => title.startsWith('RUN apt-get update'));

  it('are its image, the init layer, its own, and what is mounted', () => {
    expect(html.sheets.map((sheet) => sheet.role)).toEqual([...container.image.layers.map(() => 'image'), 'init', 'read-write', 'volume']);
    expect(titles[0]).toMatch(/^ADD file:/);
    expect(titles[packages + 1]).toBe('RUN ln -sf /dev/stdout /var/log/nginx/access.log');
    expect(html.sheets.at(-1)).toMatchObject({ mount: '/tmp', title: 'tmpfs', chips: [] });
  });

  it('show who hides whom', () => {
    const page = html.sheets[packages]!.chips.find((chip) => chip.path === '/usr/share/nginx/html/index.html')!;
    expect(page).toMatchObject({ type: 'file', mode: '-rw-r--r--', hiddenBy: top, changedMs: -1 });
    const own = html.sheets[top]!.chips;
    expect(own.find((chip) => chip.path === '/usr/share/nginx/html/50x.html')).toMatchObject({ type: 'whiteout', hiddenBy: -1 });
    expect(own.find((chip) => chip.path === '/usr/share/nginx/html/index.html')).toMatchObject({ sizeBytes: 8, hiddenBy: -1, changedMs: 500 });
    expect(own.find((chip) => chip.path === '/etc/nginx/conf.d')).toMatchObject({ type: 'opaque', files: 0 });
    const elsewhere = html.sheets[packages]!.chips.find((chip) => chip.path === '/etc/nginx/conf.d/default.conf')!;
    expect(elsewhere.hiddenBy).toBe(top);
  });

  it('merge to what the container sees', () => {
    expect(html.merged.map(({ path, from }) => [path, from])).toEqual([['/usr/share/nginx/html/index.html', top]]);
    const etc = sheetsOfContainer(container, '/etc');
    expect(etc.merged.map((chip) => chip.path.slice('/etc/'.length))).toEqual(container.files.readdir('/etc'));
    expect(etc.merged.find((chip) => chip.path === '/etc/hosts')!.from).toBe(top - 1);
  });

  it('of the image alone have nothing of the container', () => {
    const sheets = sheetsOfImage(container.image, '/usr/share/nginx/html');
    expect(sheets.merged.map((chip) => chip.path)).toEqual(['/usr/share/nginx/html/50x.html', '/usr/share/nginx/html/index.html']);
    expect(sheets.sheets).toHaveLength(container.image.layers.length);
    expect(sheets.sheets.reduce((sum, sheet) => sum + sheet.sizeBytes, 0)).toBe(container.image.sizeBytes);
  });
});
