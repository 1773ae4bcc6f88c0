// What is to be another at the hub? Who comes there, has other networks from then on, or goes. Types only.

/** Somebody as the hub is to have it. */
export interface MemberAtHub {
	public_key: string;
	/** Its VPN address and its networks, '192.168.151.6/32'. */
	networks: string[];
	/** For a comment in wg0.conf, where it is new there. */
	name: string;
}

export interface HubChange {
	/** Which hub it is: by its public key, and where it answers inside the VPN. */
	hub_key: string;
	address: string;
	members: MemberAtHub[];
	/** Whom it is to forget. */
	gone: { public_key: string; name: string }[];
}
