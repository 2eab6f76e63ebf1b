/** kube-scheduler: the process in which pods are given nodes. */
import type { Program } from '../../host/index.ts';
import { Component, type ComponentOptions } from './component.ts';
import { untilTerminated } from './until-terminated.ts';

const insecureHealthPort = 10_251;
const healthPort = 10_259;

export function kubeScheduler(options: ComponentOptions): Program {
  return function* run(p) {
    const component = new Component(p, options);
    component.loopsOnDemand('scheduler');
    component.serveHealth(healthPort, insecureHealthPort);
    component.link.start();
    try {
      return yield* untilTerminated(p);
    } finally {
      component.stop();
    }
  };
}
