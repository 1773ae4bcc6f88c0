# The development router brings WireGuard interfaces up by itself; programs look for this file.
