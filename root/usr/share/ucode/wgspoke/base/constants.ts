// Which numbers and names does more than one place need? Each is written here once.

/** Of this package, as luci-app-wgspoke/Makefile has it. */
export const package_version = '0.2.0-r1';

/** The UCI configs that this package writes. */
export const config_names = ['network', 'firewall', 'wgspoke'] as const;

/** WireGuard shakes hands every two minutes while traffic flows; after so many seconds without one there is silence. */
export const handshake_life = 180;

/** What a check has found is believed for so many seconds. */
export const verdict_life = 90;

/** What the hub has said by itself decides for so many seconds. */
export const said_life = 300;

/** No clock that is right shows a time before this program was written: 2026-01-01. */
export const earliest_time = 1767225600;

/** After so many seconds a change that is tried out is undone, unless it has proved itself. */
export const trial_seconds = 60;

/** At this TCP port of its VPN address the hub answers questions; hub.sh has it too. */
export const answer_port = 24380;

/** So often, in seconds, the watch looks at the tunnel. */
export const watch_turn = 5;

/** What the watch left is good for so many seconds: a turn takes longer where nobody answers. */
export const watch_life = 20;

/** What WireGuard takes for itself when nobody says: right for 1500 bytes, whatever the family of the hub. */
export const usual_mtu = 1420;

/** Below, IPv6 does not work. */
export const least_mtu = 1280;

/** Above, a packet of the tunnel does not fit a line of 1500 bytes: 60 bytes are around it, to a hub by IPv4. */
export const most_mtu = 1440;

/** What UCI takes for a yes, and for a no. */
export const uci_yes = ['1', 'yes', 'on', 'true', 'enabled'];
export const uci_no = ['0', 'no', 'off', 'false', 'disabled'];
