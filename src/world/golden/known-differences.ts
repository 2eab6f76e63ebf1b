/**
 * Where a block of the captures prints otherwise than this world, and why: by script, the number of the command in it. What is
 * not named here has to be alike. An entry that has become alike does no harm, and is taken away by whoever sees it.
 */

export const knownDifferences: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  '00-cluster': {
    4: 'disk, serial numbers and the restarts of the captured node are its own',
    9: "the captured cluster had its components' insecure ports closed; component statuses are not probed here yet",
  },
  '01-deploy': {
    7: 'the capture shows pods that its machine was slow to remove; here they are gone',
    9: 'the capture shows pods that its machine was slow to remove; here they are gone',
    13: 'the capture has the events of pods from before it, and of a kube-proxy that announces itself',
  },
  '04-svc': {
    8: 'the captured client hung, and was ended',
  },
  '07-badimg': {
    5: 'the captured client hung, and was ended',
  },
  '10-badcmd': {
    1: 'the second back-off comes after the eight seconds here',
  },
  '11-probes': {
    1: 'a container is made anew in no time here: the third restart comes within the time of the watch',
  },
  '13-job': {
    2: 'the captured cluster had only begun, after three seconds, with the jobs that were asked for before the watch',
  },
  '14-sts': {
    4: 'the capture shows pods that its machine was slow to remove; here they are gone',
    5: 'the capture shows pods that its machine was slow to remove; here they are gone',
  },
  '15-drain': {
    3: 'the capture drains pods of a stateful set that its machine was slow to remove; here they are gone',
    4: 'the capture drains pods of a stateful set that its machine was slow to remove; here they are gone',
    5: 'the captured node had pods that were slow to go',
  },
  '18-errors': {
    13: 'captured with a flag in front of the word',
  },
  '20-gc': {
    1: 'the capture shows pods that its machine was slow to remove; here they are gone',
    2: 'the captured client hung, and was ended',
    3: 'the capture shows pods that its machine was slow to remove; here they are gone',
  },
  '21-crd': {
    1: 'the capture ran twice over the same definition; the client checks custom objects before they are sent here',
  },
  '22-ssa': {
    6: 'the captured editor drew its screen',
  },
  '24-explain': {
    3: 'which events are the last ones depends on what had gone wrong on the captured machine',
    4: 'which events are the last ones depends on what had gone wrong on the captured machine',
  },
  '30-crash-timeline': {
    2: 'a container that ends at once is not seen running here',
    3: 'the captured runtime had no log of the container before',
  },
  '34-rollout-timeline': {
    3: 'a deployment that has no pod of the new replica set yet is told once more here',
  },
  '35-events-timeline': {
    1: 'which events are the last ones depends on what had gone wrong on the captured machine',
  },
  '36-selfheal': {
    1: 'the capture shows pods that its machine was slow to remove; here they are gone',
  },
  '38-recreate': {
    2: 'the capture shows pods that its machine was slow to remove; here they are gone',
  },
  '39-endpoints': {
    2: 'the capture shows pods that its machine was slow to remove; here they are gone',
    3: 'the capture shows pods that its machine was slow to remove; here they are gone',
  },
  '40-debug': {
    1: 'the verb debug is not there yet',
  },
  '50-rollout-status': {
    3: 'the captured client had the deployment as it was before its change',
  },
  '51-pods-rollout-clean': {
    1: 'the capture shows pods that its machine was slow to remove; here they are gone',
  },
  '52-recreate-clean': {
    1: 'the capture shows pods that its machine was slow to remove; here they are gone',
  },
  '53-endpoints-clean': {
    1: 'the capture shows pods that its machine was slow to remove; here they are gone',
  },
};
