drop table connections, provisioning_steps, placements, tenants;
