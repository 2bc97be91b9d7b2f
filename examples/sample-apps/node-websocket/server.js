'use strict';
const http = require('http');
const { WebSocketServer } = require('ws');

const server = http.createServer((request, response) => {
  response.setHeader('Content-Type', 'text/plain');
  response.end('Hello from Node.js\n');
});

const sockets = new WebSocketServer({ server, path: '/echo' });
sockets.on('connection', (socket) => {
  socket.on('message', (message) => socket.send(`you said ${message}`));
});

server.listen(process.env.PORT, () => console.log(`listening on ${process.env.PORT}`));

// A dyno that is stopped finishes what it has begun.
process.on('SIGTERM', () => {
  sockets.clients.forEach((socket) => socket.close(1001));
  server.close(() => process.exit(0));
});
