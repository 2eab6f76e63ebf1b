/** kube-scheduler: the process in which pods are given nodes. */
import { pause, type Program } from '../../host/index.ts';
import { Scheduler } from '../scheduler/scheduler.ts';
import { Component, type ComponentOptions } from './component.ts';

export function kubeScheduler(options: ComponentOptions): Program {
  return function* run(p) {
    const component = new Component(p, options);
    component.loop('system:kube-scheduler', 'default-scheduler', (context) => new Scheduler(context));
    component.link.start();
    try {
      return yield pause();
    } finally {
      component.stop();
    }
  };
}
