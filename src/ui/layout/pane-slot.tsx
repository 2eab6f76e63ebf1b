// A place for a part of the page that comes on demand: says that it is loading, and when it fails says so and tries again.
import { Component, Suspense, type ReactNode } from 'react';
import { useWords } from '../page-context.ts';

interface CatcherProps {
  readonly title: string;
  readonly again: string;
  readonly children: ReactNode;
}

class Catcher extends Component<CatcherProps, { readonly error: string }> {
  override state = { error: '' };

  static getDerivedStateFromError(error: unknown): { error: string } {
    return { error: error instanceof Error ? error.message : String(error) };
  }

  override render(): ReactNode {
    if (this.state.error === '') return this.props.children;
    return (
      <div className="slot-note" role="alert">
        <p>{this.props.title}</p>
        <p className="mono quiet">{this.state.error}</p>
        <button type="button" className="button" onClick={() => this.setState({ error: '' })}>
          {this.props.again}
        </button>
      </div>
    );
  }
}

export function PaneSlot({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  const w = useWords();
  return (
    <Catcher title={w.panels.broken(name)} again={w.panels.tryAgain}>
      <Suspense fallback={<p className="slot-note quiet">{w.panels.loading}</p>}>{children}</Suspense>
    </Catcher>
  );
}
