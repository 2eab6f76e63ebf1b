// Acts of the visitor on what is seen: selecting, walking in and out, inspector, palette, menu.
import { splitKey, type RowKey } from '../../client/index.ts';
import { intoRow, outOf, type Place } from './place.ts';
import type { InspectorTab, PageStore, PanelTab } from './store.ts';

export interface PlaceActions {
  select(about: RowKey | ''): void;
  inspect(about: RowKey, tab?: InspectorTab, field?: string): void;
  closeInspector(): void;
  inspectorTab(tab: InspectorTab): void;
  walkTo(place: Place): void;
  walkInto(about: RowKey): void;
  walkOut(): void;
  /** One thing less on the screen: menu, palette, inspector, selection, then one step out. */
  escape(): void;
  openMenu(about: RowKey, x: number, y: number): void;
  closeMenu(): void;
  palette(open: boolean): void;
  asText(on: boolean): void;
  showTab(tab: PanelTab): void;
  present(on: boolean): void;
}

export function makePlaceActions(store: PageStore): PlaceActions {
  const actions: PlaceActions = {
    select(about) {
      store.setState({ selection: about });
    },
    inspect(about, tab, field = '') {
      const before = store.getState().inspector;
      store.setState({ selection: about, inspector: { open: true, tab: tab ?? before.tab, field } });
    },
    closeInspector() {
      store.setState(({ inspector }) => ({ inspector: { ...inspector, open: false } }));
    },
    inspectorTab(tab) {
      store.setState({ inspector: { open: true, tab, field: '' } });
    },
    walkTo(place) {
      store.setState({ place, menu: undefined, tab: 'diagram' });
    },
    walkInto(about) {
      const place = intoRow(about, store.getState().mirror);
      if (place) actions.walkTo(place);
      else actions.inspect(about);
    },
    walkOut() {
      const { place, mirror } = store.getState();
      const out = outOf(place, mirror);
      if (out) actions.walkTo(out);
    },
    escape() {
      const { menu, palette, inspector, selection, place, mirror, presenting } = store.getState();
      if (menu) return actions.closeMenu();
      if (palette) return actions.palette(false);
      if (inspector.open) return actions.closeInspector();
      if (selection !== '') return actions.select('');
      if (outOf(place, mirror)) return actions.walkOut();
      if (presenting) actions.present(false);
    },
    openMenu(about, x, y) {
      store.setState({ menu: { about, x, y }, selection: about });
    },
    closeMenu() {
      store.setState({ menu: undefined });
    },
    palette(palette) {
      store.setState({ palette, menu: undefined });
    },
    asText(asText) {
      store.setState({ asText });
    },
    showTab(tab) {
      store.setState({ tab });
    },
    present(presenting) {
      store.setState({ presenting });
    },
  };
  return actions;
}

/** Turns a selection that has gone from the rows into none, and a place into the nearest that is there. */
export function forgetGone(store: PageStore): void {
  const { selection, mirror, past } = store.getState();
  if (selection === '' || past) return;
  const { table, id } = splitKey(selection);
  if (!mirror.get(table, id)) store.setState({ selection: '' });
}
