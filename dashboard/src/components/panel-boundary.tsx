import type { ReactNode } from 'react';
import { Component } from 'react';
import { FaultNote } from './fault-note.tsx';

interface Props {
  readonly what: string;
  readonly children: ReactNode;
}

/** Keeps a bug in one panel from taking the page with it. */
export class PanelBoundary extends Component<Props, { readonly broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }

  override render(): ReactNode {
    if (!this.state.broken) return this.props.children;
    return (
      <FaultNote
        title={`${this.props.what} could not be drawn`}
        text="The rest of the page works. This is a fault of ours, not of your data."
        onRetry={() => this.setState({ broken: false })}
      />
    );
  }
}
