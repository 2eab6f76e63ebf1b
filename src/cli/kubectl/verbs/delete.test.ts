// Deleting: forms, waits, and the requests behind them.
import { describe, expect, test } from 'vitest';
import { deployment, pod } from '../test-server/sample-objects.ts';
import { TestLaptop } from '../test-server/test-laptop.ts';
import { transcript } from '../test-server/transcript.ts';

const laptop = (release = '1.36'): TestLaptop => new TestLaptop([pod('a', { labels: { x: 'y' } }), pod('b'), deployment()], { release });

describe('delete', () => {
  test('forms', () => {
    expect(transcript(laptop(), 'kubectl delete pod a b', 'kubectl delete pod a', 'kubectl delete deploy/web')).toMatchInlineSnapshot(`
      "$ kubectl delete pod a b
      pod "a" deleted from default namespace
      pod "b" deleted from default namespace
      $ kubectl delete pod a
      Error from server (NotFound): pods "a" not found
      (exit 1)
      $ kubectl delete deploy/web
      deployment.apps "web" deleted from default namespace
      "
    `);
    expect(transcript(laptop(), 'kubectl delete pods -l x=y', 'kubectl delete pods -l x=y', 'kubectl delete pods --all')).toMatchInlineSnapshot(`
      "$ kubectl delete pods -l x=y
      pod "a" deleted from default namespace
      $ kubectl delete pods -l x=y
      No resources found
      $ kubectl delete pods --all
      pod "b" deleted from default namespace
      "
    `);
    expect(transcript(laptop('1.32'), 'kubectl delete pod a')).toBe('$ kubectl delete pod a\npod "a" deleted\n');
  });

  test('by force', () => {
    const machine = laptop();
    expect(transcript(machine, 'kubectl delete pod a --force --grace-period=0', 'kubectl delete pod b --now --grace-period=3')).toMatchInlineSnapshot(`
      "$ kubectl delete pod a --force --grace-period=0
      pod "a" force deleted from default namespace
      Warning: Immediate deletion does not wait for confirmation that the running resource has been terminated. The resource may continue to run on the cluster indefinitely.
      $ kubectl delete pod b --now --grace-period=3
      error: --now and --grace-period cannot be specified together
      (exit 1)
      "
    `);
    expect(machine.server.bodies).toEqual([{ gracePeriodSeconds: 0, propagationPolicy: 'Background' }]);
  });

  test('looks, deletes and waits until it is gone', () => {
    const machine = laptop();
    machine.run('kubectl delete pod a');
    expect(machine.server.requests.map((line) => line.split('?')[0])).toMatchInlineSnapshot(`
      [
        "DELETE /api/v1/namespaces/default/pods/a",
        "GET /api/v1/namespaces/default/pods/a",
      ]
    `);
  });

  test('refusals', () => {
    expect(transcript(laptop(), 'kubectl delete', 'kubectl delete pods', 'kubectl delete pods a --all', 'kubectl delete nosuch x', 'kubectl delete pod a --cascade=foo')).toMatchInlineSnapshot(`
      "$ kubectl delete
      error: You must provide one or more resources by argument or filename.
      Example resource specifications include:
         '-f rsrc.yaml'
         '--filename=rsrc.json'
         '<resource> <name>'
         '<resource>'
      (exit 1)
      $ kubectl delete pods
      error: resource(s) were provided, but no name was specified
      (exit 1)
      $ kubectl delete pods a --all
      error: name cannot be provided when a selector is specified
      (exit 1)
      $ kubectl delete nosuch x
      error: the server doesn't have a resource type "nosuch"
      (exit 1)
      $ kubectl delete pod a --cascade=foo
      error: invalid cascade value (foo). Must be "background", "foreground", or "orphan"
      (exit 1)
      "
    `);
  });
});
